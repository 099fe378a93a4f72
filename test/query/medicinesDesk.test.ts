import {readFile} from "node:fs/promises";
import {join} from "node:path";
import {generateIdentity, identityToRecipient} from "age-encryption";
import {afterEach, describe, expect, it, vi} from "vitest";
import {openQueryPolicy} from "../../data-loaders/release/policyEngine.js";
import {makeRelease} from "../../data-loaders/release/release.js";
import {askCoverage, askPhenotypes, askResults} from "../../src/components/medicines/medicineQuestions.js";
import type {Request} from "../../src/model/request.js";
import {openAssociationDesk} from "../../src/query/associationDesk.js";
import {medicineFromQuery} from "../../src/query/medicineEffects.js";
import {writeMedicineCohort} from "../release/medicineCohort.js";
import {scratchFolder} from "../release/readRelease.js";
import {itWith} from "../require.js";
import {pypgxTables, readPypgx} from "../tables/pharmacogenomics/pypgxTables.js";

afterEach(() => vi.unstubAllGlobals());

async function deskOf(release: string, codes: string, role: "researcher" | "public" | "policymaker") {
  const folder = await scratchFolder();
  const manifestPath = await writeMedicineCohort(folder, await readPypgx("GRCh38"), release, codes);
  const out = join(folder, "out");
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
      identity: () => ({actor: {id: "reader", role}, purpose: {code: "DUO:0000006", statement: "Who is served"}}),
      manifestUrl: "http://127.0.0.1/_file/data/manifest.0.json",
      ready: async () => undefined,
      record: ({request}) => void recorded.push(request)
    },
    "pgx_phenotypes"
  );
  return {desk, recorded};
}

describe("the desk of medicines", () => {
  itWith(pypgxTables)(
    "opens a controlled cohort's tables with a reader's key, says their noise to the rules, and what is owed",
    async () => {
      const identity = await generateIdentity();
      const release = `{class: controlled, recipients: {registered: [${await identityToRecipient(identity)}]}}`;
      const {desk, recorded} = await deskOf(release, "DUO:0000042", "researcher");
      expect(desk.status).toEqual({phase: "locked"});
      await desk.unlock(identity);
      const phenotypes = await askPhenotypes(desk, "view");
      expect(phenotypes.decision.outcome).toBe("permit");
      expect(phenotypes.decision.obligations.map(({rule}) => rule)).toEqual(
        expect.arrayContaining(["equity.no-advice", "query.say-noisy", "query.say-synthetic"])
      );
      expect(
        phenotypes.value!.find((row) => row.gene === "CYP2C19" && row.phenotype === "Poor Metabolizer")
      ).toMatchObject({ancestry: expect.any(String), noiseSd: 10, whole: true, priority: "abnormal"});
      const results = (await askResults(desk, "view")).value!;
      expect(results.find(({medicine}) => medicine === "clopidogrel")).toMatchObject({genes: ["CYP2C19"], level: "A"});
      const coverage = (await askCoverage(desk, "view")).value!;
      expect(coverage.find(({gene, about}) => gene === "CYP2D6" && about === "gene")!.why).not.toBeNull();
      expect(recorded.map(({query}) => [query!.table, query!.tier, query!.noisy ?? false, query!.min_cell])).toEqual([
        ["pgx_phenotypes", "registered", true, null],
        ["pgx_results", "registered", true, null],
        ["pgx_genes", "registered", false, null]
      ]);
      expect((await askResults(desk, "export")).decision.outcome).toBe("permit");
    },
    120_000
  );

  itWith(pypgxTables)(
    "shows anybody open data, but no policymaker a few people",
    async () => {
      const {desk} = await deskOf("{class: open}", "DUO:0000004", "public");
      expect((await askPhenotypes(desk, "view")).value!.some(({n}) => n === 3)).toBe(true);
      const board = await deskOf("{class: open}", "DUO:0000004", "policymaker");
      const {decision, value} = await askPhenotypes(board.desk, "view");
      expect([decision.outcome, decision.reasons[0].rule, value]).toEqual([
        "forbid",
        "equity.policymaker-small-cell",
        null
      ]);
    },
    120_000
  );
});

it("medicineFromQuery(text) reads a gene or a medicine", () => {
  expect(medicineFromQuery("?gene=CYP2C19")).toEqual({kind: "gene", name: "CYP2C19"});
  expect(medicineFromQuery("?medicine=clopidogrel")).toEqual({kind: "medicine", name: "clopidogrel"});
  expect(medicineFromQuery("")).toBeNull();
});
