import {afterEach, beforeEach, describe, expect, it, vi} from "vitest";
import {generateIdentity} from "age-encryption";
import type {Decision} from "../../src/model/decision.js";
import type {Question} from "../../src/model/question.js";
import type {ReleaseClass} from "../../src/model/release.js";
import type {Request} from "../../src/model/request.js";
import type {LoadableDatabase} from "../../src/query/duckdb.js";
import {openWorkbench, type Workbench, type WorkbenchStatus} from "../../src/query/workbench.js";
import {encrypted, sampleRelease, type SampleRelease} from "../fixtures/sampleRelease.js";

const permit: Decision = {outcome: "permit", reasons: [], obligations: [], policy: "p"};
const everything: Question = {
  columns: ["variant_id"],
  groupBy: [],
  measures: [{name: "ac", table: "allele_counts", sum: {ac: 1}, where: {}, count: true}],
  filters: [],
  orderBy: [],
  limit: null,
  offset: 0
};

let files: Map<string, Uint8Array>;

beforeEach(() => {
  files = new Map();
  vi.stubGlobal("fetch", async (url: string) => {
    const bytes = files.get(new URL(url).pathname.replace("/data/", ""));
    return new Response(bytes as Uint8Array<ArrayBuffer> | undefined, {status: bytes ? 200 : 404});
  });
});

afterEach(() => vi.unstubAllGlobals());

/** The files of a release where `fetch` finds them; encrypted ones have the hash that the manifest names. */
async function served(releaseClass: ReleaseClass): Promise<SampleRelease> {
  const release = await sampleRelease({variants: 40, class: releaseClass});
  const {createHash} = await import("node:crypto");
  for (const table of release.manifest.tables) {
    const name = table.name as keyof SampleRelease["tables"];
    const bytes =
      table.tier === "public"
        ? (release.panel[name] ?? release.tables[name])
        : await encrypted(release.tables[name], release.manifest.recipients.registered);
    Object.assign(table, {bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex")});
    files.set(table.file, bytes);
  }
  return release;
}

/** A database that keeps what was loaded, and lets a test fail or hold a load. */
function watchedDatabase() {
  const loads: string[] = [];
  const known: Record<string, string[]> = {};
  const database: LoadableDatabase & {failOn: string | null; held: Promise<unknown>} = {
    known,
    failOn: null,
    held: Promise.resolve(),
    async load(name, bytes) {
      await database.held;
      loads.push(`${name} ${bytes.length}`);
      if (name === database.failOn) throw new Error("the file cannot be read");
      known[name] = ["variant_id", "ac"];
    },
    run: async ({text}) => {
      if (text.startsWith("SELECT count(*)")) return {names: ["n", "s", "w"], values: [[40], [7], [0]], rows: 1};
      return {names: [], values: [], rows: 0};
    },
    runText: () => Promise.reject(new Error("not asked here")),
    explain: () => Promise.reject(new Error("not asked here"))
  };
  return {database, loads};
}

function opened({manifest}: SampleRelease) {
  const {database, loads} = watchedDatabase();
  const requests: Request[] = [];
  const workbench = openWorkbench(manifest, {
    database: Promise.resolve(database),
    policy: Promise.resolve({decide: (request: Request) => (requests.push(request), permit)}),
    identity: () => ({actor: {id: "r", role: "researcher"}, purpose: {code: "DUO:0000006", statement: "lipids"}}),
    record: () => undefined,
    manifestUrl: "https://site.example/_file/data/manifest.abc.json"
  });
  const said: WorkbenchStatus[] = [];
  workbench.onStatus((status) => said.push(status));
  const sizes = (tables: Partial<Record<string, Uint8Array>>, names: string[]): string[] =>
    names.map((name) => `${name} ${tables[name]!.length}`);
  return {workbench, database, loads, requests, said, sizes};
}

const ready = (workbench: Workbench): Promise<void> =>
  vi.waitFor(() => expect(workbench.status.phase).toBe("ready"), {timeout: 5_000});

describe("openWorkbench(manifest, effects) of a public-safe release", () => {
  it("opens the public tables at once and says that a key opens more", async () => {
    const release = await served("public-safe");
    const {workbench, loads, sizes} = opened(release);
    await ready(workbench);
    expect(workbench.status).toEqual({phase: "ready", tier: "public", unlockable: true});
    expect(loads).toEqual(sizes(release.panel, ["variants", "allele_counts"]));
  });

  it("puts the registered tables in their place once they are unlocked", async () => {
    const release = await served("public-safe");
    const {workbench, loads, sizes, said} = opened(release);
    await ready(workbench);
    await workbench.unlock(release.identity);
    expect(workbench.status).toEqual({phase: "ready", tier: "registered", unlockable: false});
    expect(loads.slice(2)).toEqual(sizes(release.tables, ["variants", "allele_counts", "genotype_counts"]));
    expect(said).toContainEqual(
      expect.objectContaining({
        phase: "ready",
        tier: "public",
        opening: expect.objectContaining({step: "Opening variants"})
      })
    );
  });

  it("asks the gate about the side that is open, and of public numbers that they carry noise", async () => {
    const release = await served("public-safe");
    const {workbench, requests} = opened(release);
    await ready(workbench);
    await workbench.ask(everything, "view");
    expect(requests.at(-1)!.query).toMatchObject({tier: "public", noisy: true, min_cell: null});
    await workbench.unlock(release.identity);
    await workbench.ask(everything, "view");
    expect(requests.at(-1)!.query).toMatchObject({tier: "registered", min_cell: 7});
  });

  it("tells the policy which trait a question is about, and that it compares cases with controls", async () => {
    const {workbench, requests} = opened(await served("public-safe"));
    await ready(workbench);
    const trait = {id: "EFO_0001360", label: "type 2 diabetes"};
    await workbench.ask({...everything, trait, method: "association"}, "analyse");
    expect(requests.at(-1)).toMatchObject({action: "analyse", trait, query: {method: "association"}});
    await workbench.ask(everything, "view");
    expect(requests.at(-1)).not.toHaveProperty("trait");
  });

  it("keeps the public tables when a key is wrong, and says what was wrong", async () => {
    const {workbench, loads, requests} = opened(await served("public-safe"));
    await ready(workbench);
    await expect(workbench.unlock(await generateIdentity())).rejects.toThrow("this key does not open");
    expect(workbench.status).toMatchObject({phase: "ready", tier: "public", unlockable: true});
    expect(workbench.status).toHaveProperty("problem", expect.stringMatching(/this key does not open/));
    expect(loads).toHaveLength(2);
    expect((await workbench.ask(everything, "view")).decision.outcome).toBe("permit");
    expect(requests.at(-1)!.query!.tier).toBe("public");
  });

  it("reads the public tables again when a registered one cannot be read", async () => {
    const release = await served("public-safe");
    const {workbench, database, loads, sizes} = opened(release);
    await ready(workbench);
    database.failOn = "genotype_counts";
    await expect(workbench.unlock(release.identity)).rejects.toThrow("cannot be read");
    expect(workbench.status).toMatchObject({phase: "ready", tier: "public", problem: "the file cannot be read"});
    expect(loads.slice(-2)).toEqual(sizes(release.panel, ["variants", "allele_counts"]));
  });

  it("lets a question wait while tables are exchanged, so that it sees one side only", async () => {
    const release = await served("public-safe");
    const {workbench, database, requests} = opened(release);
    await ready(workbench);
    let letGo = (): void => undefined;
    database.held = new Promise<void>((resolve) => (letGo = resolve));
    const unlocked = workbench.unlock(release.identity);
    await vi.waitFor(() => expect(workbench.status.phase).toBe("loading"), {timeout: 5_000});
    const asked = workbench.ask(everything, "view");
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(requests).toEqual([]);
    letGo();
    await Promise.all([asked, unlocked]);
    expect(requests.at(-1)!.query!.tier).toBe("registered");
  });

  it("waits with a remembered key until the public tables are there", async () => {
    const release = await served("public-safe");
    const {workbench, loads} = opened(release);
    await workbench.unlock(release.identity);
    expect(workbench.status).toMatchObject({phase: "ready", tier: "registered"});
    expect(loads).toHaveLength(5);
  });

  it("is locked when nothing about variants is public", async () => {
    const release = await served("public-safe");
    release.manifest.tables = release.manifest.tables.filter(({name, tier}) => name === "people" || tier !== "public");
    const {workbench, loads} = opened(release);
    expect(workbench.status).toEqual({phase: "locked"});
    await workbench.unlock(release.identity);
    expect(workbench.status).toEqual({phase: "ready", tier: "registered", unlockable: false});
    expect(loads).toHaveLength(3);
  });
});

describe("openWorkbench(manifest, effects) of the other classes", () => {
  it("waits for a key of a controlled release, and stays locked with the reason when it is wrong", async () => {
    const release = await served("controlled");
    const {workbench, loads} = opened(release);
    expect(workbench.status).toEqual({phase: "locked"});
    await expect(workbench.ask(everything, "view")).rejects.toThrow("not open");
    await expect(workbench.unlock(await generateIdentity())).rejects.toThrow();
    expect(workbench.status).toMatchObject({phase: "locked", problem: expect.stringMatching(/this key does not open/)});
    expect(loads).toEqual([]);
    await workbench.unlock(release.identity);
    expect(workbench.status).toEqual({phase: "ready", tier: "registered", unlockable: false});
  });

  it("opens an open release to everybody, with nothing to unlock", async () => {
    const {workbench, requests} = opened(await served("open"));
    await ready(workbench);
    expect(workbench.status).toEqual({phase: "ready", tier: "public", unlockable: false});
    await workbench.ask(everything, "view");
    expect(requests.at(-1)!.query).toMatchObject({tier: "public", min_cell: 7});
    expect(requests.at(-1)!.query!.noisy).toBeUndefined();
    await expect(workbench.unlock("AGE-SECRET-KEY-1")).rejects.toThrow("nothing to unlock");
  });

  it("says that a release without variants has none, and what could not be fetched", async () => {
    const release = await served("open");
    files.delete("public/variants.parquet");
    const {workbench} = opened(release);
    await vi.waitFor(() => expect(workbench.status.phase).toBe("failed"));
    release.manifest.tables = release.manifest.tables.filter(({name}) => name === "people");
    expect(opened(release).workbench.status).toEqual({phase: "absent"});
  });
});
