import {readFile} from "node:fs/promises";
import {join} from "node:path";
import {generateIdentity, identityToRecipient} from "age-encryption";
import {afterEach, beforeAll, describe, expect, it, vi} from "vitest";
import {openQueryPolicy} from "../../data-loaders/release/policyEngine.js";
import {makeRelease} from "../../data-loaders/release/release.js";
import {askFrequencies, askResidues} from "../../src/components/structure/structureQuestions.js";
import type {ReleaseClass, ReleaseManifest} from "../../src/model/release.js";
import type {Request} from "../../src/model/request.js";
import {openAssociationDesk} from "../../src/query/associationDesk.js";
import {writeProteinCohort} from "../release/proteinCohort.js";
import {scratchFolder} from "../release/readRelease.js";

let identity: string;
const releases = new Map<ReleaseClass, {manifest: ReleaseManifest; out: string}>();

beforeAll(async () => {
  identity = await generateIdentity();
  const recipient = await identityToRecipient(identity);
  for (const of of ["controlled", "public-safe"] as const) {
    const folder = await scratchFolder();
    const manifestPath = await writeProteinCohort(folder, {of, recipient, table: "effects.tsv"});
    const out = join(folder, "out");
    releases.set(of, {manifest: await makeRelease({manifestPath, out, threads: 1}), out});
  }
}, 120_000);
afterEach(() => vi.unstubAllGlobals());

function deskOf(of: ReleaseClass, role: Request["actor"]["role"]) {
  const {manifest, out} = releases.get(of)!;
  vi.stubGlobal("fetch", async (url: string) => {
    const bytes = await readFile(join(out, new URL(url).pathname.replace("/data/", ""))).catch(() => undefined);
    return new Response(bytes && new Uint8Array(bytes), {status: bytes ? 200 : 404});
  });
  const recorded: Request[] = [];
  const desk = openAssociationDesk(
    manifest,
    {
      policy: openQueryPolicy(),
      identity: () => ({actor: {id: "reader", role}, purpose: {code: "DUO:0000006", statement: "Where do they lie"}}),
      manifestUrl: "http://127.0.0.1/_file/data/manifest.0.json",
      ready: async () => undefined,
      record: ({request}) => void recorded.push(request)
    },
    "structure_residues",
    ["structure_frequencies"]
  );
  return {desk, recorded};
}

describe("the desk of proteins", () => {
  it("is open for models and locked for frequencies of a controlled cohort, until a reader's key opens them", async () => {
    const {desk, recorded} = deskOf("controlled", "researcher");
    expect(desk.status).toEqual({phase: "ready", tier: "public", whole: true, unlockable: true});
    expect((await askResidues(desk)).value).toHaveLength(10);
    await desk.unlock(identity);
    expect(desk.status).toMatchObject({tier: "registered", unlockable: false});
    const {decision, value} = await askFrequencies(desk, "view", "TEST");
    expect(decision.outcome).toBe("permit");
    expect(value).toHaveLength(50);
    expect(value!.some(({ac}) => ac === null)).toBe(true);
    expect(recorded.at(-1)!.query).toMatchObject({
      table: "structure_frequencies",
      tier: "registered",
      group_by: ["ancestry"],
      variants: 10
    });
    expect(recorded.at(-1)!.query!.min_cell).toBeGreaterThan(20);
    expect((await askFrequencies(desk, "export", "TEST", 10)).decision.outcome).toBe("permit");
  });

  it("refuses them to the public even with a key, and to a member of the board the export", async () => {
    const everybody = deskOf("controlled", "public");
    await everybody.desk.unlock(identity);
    const asked = await askFrequencies(everybody.desk, "view", "TEST");
    expect([asked.decision.outcome, asked.value]).toEqual(["forbid", null]);
    expect(asked.decision.reasons.map(({rule}) => rule)).toContain("query.role-public");
    const board = deskOf("controlled", "ethics_board");
    await board.desk.unlock(identity);
    expect((await askFrequencies(board.desk, "view", "TEST")).decision.outcome).toBe("permit");
    expect((await askFrequencies(board.desk, "export", "TEST", 10)).decision.outcome).not.toBe("permit");
  });

  it("shows everybody a public-safe cohort's frequencies with their noise, and says what is owed", async () => {
    const {desk, recorded} = deskOf("public-safe", "public");
    expect(desk.status).toMatchObject({tier: "public", unlockable: true});
    const {decision, value} = await askFrequencies(desk, "view", "TEST");
    expect(decision.outcome).toBe("permit");
    expect(decision.obligations.map(({rule}) => rule)).toContain("query.say-noisy");
    expect(value!.length).toBeGreaterThan(0);
    expect(value!.every(({ac, noiseSd}) => ac === null || noiseSd! > 0)).toBe(true);
    expect(recorded.at(-1)!.query).toMatchObject({tier: "public", noisy: true, min_cell: null});
  });
});
