import {readFile} from "node:fs/promises";
import {join} from "node:path";
import {generateIdentity, identityToRecipient} from "age-encryption";
import {afterEach, describe, expect, it, vi} from "vitest";
import {openQueryPolicy} from "../../data-loaders/release/policyEngine.js";
import {makeRelease} from "../../data-loaders/release/release.js";
import {
  askEvidence,
  askPairs,
  askResistance,
  askShares,
  askTogether
} from "../../src/components/tumours/tumourQuestions.js";
import type {Request} from "../../src/model/request.js";
import {openAssociationDesk} from "../../src/query/associationDesk.js";
import {treatmentFromQuery} from "../../src/query/tumourEffects.js";
import {scratchFolder} from "../release/readRelease.js";
import {planted, writeTumourCohort} from "../release/tumourCohort.js";

afterEach(() => vi.unstubAllGlobals());

async function deskOf(release: string, codes: string, role: "researcher" | "public" | "policymaker") {
  const folder = await scratchFolder();
  const out = join(folder, "out");
  const manifestPath = await writeTumourCohort(folder, release, codes);
  const manifest = await makeRelease({manifestPath, out, threads: 1});
  vi.stubGlobal("fetch", async (url: string) => {
    const bytes = await readFile(join(out, new URL(url).pathname.replace("/data/", ""))).catch(() => undefined);
    return new Response(bytes && new Uint8Array(bytes), {status: bytes ? 200 : 404});
  });
  const recorded: Request[] = [];
  const desk = openAssociationDesk(
    manifest,
    {
      policy: openQueryPolicy(),
      identity: () => ({actor: {id: "reader", role}, purpose: {code: "DUO:0000006", statement: "What resists"}}),
      manifestUrl: "http://127.0.0.1/_file/data/manifest.0.json",
      ready: async () => undefined,
      record: ({request}) => void recorded.push(request)
    },
    "tumour_resistance"
  );
  return {desk, recorded};
}

describe("the desk of tumours", () => {
  it("opens a controlled cohort's tables with a reader's key, says their noise to the rules, and what is owed", async () => {
    const identity = await generateIdentity();
    const release = `{class: controlled, recipients: {registered: [${await identityToRecipient(identity)}]}}`;
    const {desk, recorded} = await deskOf(release, "DUO:0000042", "researcher");
    expect(desk.status).toEqual({phase: "locked"});
    await desk.unlock(identity);
    const resistance = await askResistance(desk, "view");
    expect(resistance.decision.obligations.map(({rule}) => rule)).toEqual(
      expect.arrayContaining(["equity.no-advice", "query.say-noisy", "query.say-synthetic"])
    );
    expect(resistance.value!.find(({change}) => change === "T790M")).toMatchObject({gene: "EGFR", noiseSd: 10});
    expect((await askPairs(desk, "view")).value![0]).toMatchObject({treatment: "Erlotinib", lost: null});
    expect((await askTogether(desk, "view")).value).toEqual([]);
    const shares = (await askShares(desk, "view")).value!;
    expect(new Set(shares.map(({group}) => group))).toEqual(new Set(["all", "AFR", "EUR"]));
    const evidence = (await askEvidence(desk, "view")).value!;
    expect(evidence.find(({exact}) => exact)).toMatchObject({
      treatment: "Erlotinib",
      gene: "EGFR",
      change: "T790M",
      item: {id: "EID238", level: "A", significance: "Resistance", supports: true, citation: "PubMed 25668228"}
    });
    expect(recorded.map(({query}) => [query!.table, query!.tier, query!.noisy ?? false, query!.min_cell])).toEqual([
      ["tumour_resistance", "registered", true, null],
      ["tumour_pairs", "registered", true, null],
      ["tumour_cooccurrence", "registered", true, null],
      ["tumour_oncoprint", "registered", true, null],
      ["tumour_evidence", "registered", false, null]
    ]);
    expect((await askResistance(desk, "export")).decision.outcome).toBe("permit");
  }, 120_000);

  it("shows anybody the exact counts of open data, and tells the rules the smallest", async () => {
    const {desk, recorded} = await deskOf("{class: open}", "DUO:0000004", "public");
    const row = (await askResistance(desk, "view")).value!.find(({change}) => change === "T790M")!;
    const {mutatedResistant, mutatedSensitive, otherResistant, otherSensitive} = row;
    expect([mutatedResistant, mutatedSensitive, otherResistant, otherSensitive]).toEqual(planted);
    expect(recorded.at(-1)!.query!.min_cell).toBe(60);
  }, 120_000);
});

it("treatmentFromQuery(text) reads a treatment", () => {
  expect(treatmentFromQuery("?treatment=Erlotinib")).toBe("Erlotinib");
  expect(treatmentFromQuery("")).toBeNull();
});
