import {JSDOM} from "jsdom";
import {beforeAll, describe, expect, vi} from "vitest";
import type {Decision} from "../../src/model/decision.js";
import type {Answer, Question} from "../../src/model/question.js";
import {itWith} from "../require.js";
import {asthmaRelease, type AsthmaRelease} from "./asthmaRelease.js";

const permit: Decision = {outcome: "permit", reasons: [], obligations: [], policy: ""};

/** What the page is built of, in a document of this test: jsdom as vitest's environment would replace what Node reads files with. */
beforeAll(() => {
  const {window} = new JSDOM("", {url: "http://127.0.0.1/"});
  vi.stubGlobal("window", window);
  for (const name of Object.getOwnPropertyNames(window))
    if (!(name in globalThis)) vi.stubGlobal(name, (window as unknown as Record<string, unknown>)[name]);
});

describe("a release of the asthma study by country and status, on the page of exploratory analyses", () => {
  itWith("asthma/asthma.csv")("shows 1.39 for rs1422993, dominant, and that country is confounded", async () => {
    const release = await asthmaRelease();
    expect(release.manifest.traits).toEqual([
      {
        id: "MONDO_0004979",
        label: "asthma",
        kind: "binary",
        stratum: {variable: "status", cases: ["case"], controls: ["control"]}
      }
    ]);
    const {countExplorer} = await import("../../src/components/association/countExplorer.js");
    const element = countExplorer({
      manifest: release.manifest,
      variant: "rs1422993",
      filter: {kind: "rsid", ids: ["rs1422993"]},
      view: {variant: "rs1422993", model: "dominant", adjustFor: null},
      onView: () => undefined,
      onVariant: () => undefined,
      ask: async (question) => ({decision: permit, answer: await answerOf(question, release)})
    });
    document.body.append(element);
    await vi.waitFor(() => expect(element.querySelector(".count-answer")).not.toBeNull(), {timeout: 10_000});
    const text = (selector: string): string =>
      element.querySelector(selector)!.textContent!.replace(/\s+/g, " ").trim();
    // Σ(ad/n)/Σ(bc/n) over eight countries = 1.3279681052788959, 1.0207236227768568 to 1.7276951853435691; crude
    // 1.3871694506394794 (numpy, see countAnalysis.test.ts; SNPassoc's vignette: 1.39, 1.09 to 1.77)
    expect(text(".count-answer")).toMatch(
      /^rs1422993 \(5-1000-G-T\) is associated with asthma after adjustment for country \(p = 0\.035\)\. The odds ratio is 1\.328 \(95 % interval 1\.021 to 1\.728\) for one or two alternate alleles against none\. Without adjustment it is 1\.387\.$/
    );
    const warnings = [...element.querySelectorAll("[data-warning]")];
    const kinds = warnings.map((item) => item.getAttribute("data-warning"));
    expect(kinds).toContain("goes-with-status");
    expect(text('[data-warning="goes-with-status"]')).toMatch(/^Confounding\. Cases and controls differ in country/);
    expect(text('[data-warning="uninformative"]')).toMatch(/^Nothing to compare\. Belgium and Estonia/);
    const rows = [...element.querySelectorAll("table.data tbody tr")].map((row) =>
      [...row.children].map((cell) => cell.textContent!.trim())
    );
    const crude = rows.find(([label]) => label === "Not adjusted")!;
    expect(crude.slice(7, 10)).toEqual(["1.387", "1.09", "1.765"]);
    expect(rows.map(([label]) => label)).toEqual([
      "Australia",
      "Belgium",
      "Estonia",
      "France",
      "Germany",
      "Norway",
      "Spain",
      "Sweden",
      "Switzerland",
      "UK",
      "Not adjusted",
      "Adjusted"
    ]);
  });
});

/** The released counts, in the shape in which the query engine gives them for this question. */
async function answerOf({groupBy}: Question, release: AsthmaRelease): Promise<Answer> {
  expect(groupBy).toEqual(["country", "status"]);
  const counts = await release.counts("rs1422993");
  const names = ["variant_id", ...groupBy, "hom_ref", "het", "hom_alt"];
  const rows = counts.map(({levels, homRef, het, homAlt}) => [
    "5-1000-G-T",
    ...groupBy.map((name) => levels[name]),
    homRef,
    het,
    homAlt
  ]);
  const page = {names, values: names.map((_, i) => rows.map((row) => row[i])), rows: rows.length, offset: 0};
  return {...page, smallestCell: 1, withheld: 0, page: async () => page, close: async () => undefined};
}
