import {afterEach, beforeEach, describe, expect, it, vi} from "vitest";
import type {AssociationTables} from "../../src/model/association.js";
import type {Decision} from "../../src/model/decision.js";
import type {ReleaseClass} from "../../src/model/release.js";
import type {Request} from "../../src/model/request.js";
import {smallestPeople} from "../../src/model/smallestPeople.js";
import {openAssociationDesk, type DeskStatus} from "../../src/query/associationDesk.js";
import {
  associationFromQuery,
  associationToQuery,
  phewasFromQuery,
  phewasToQuery
} from "../../src/query/associationAddress.js";
import {carryOverFromQuery, carryOverToQuery, costTableFromQuery} from "../../src/query/equityAddress.js";
import {associationRelease} from "../fixtures/associationRelease.js";
import {sampleTests} from "../fixtures/sampleAssociation.js";

const permit: Decision = {outcome: "permit", reasons: [], obligations: [], policy: "p"};
const trait = {id: "EFO_0004611", label: "LDL cholesterol"};
const about = {columns: ["variant_id", "beta"], filters: ["region"], variants: 12};

beforeEach(() => vi.stubGlobal("fetch", async () => new Response(null, {status: 404})));
afterEach(() => vi.unstubAllGlobals());

async function desk(
  releaseClass: ReleaseClass,
  decide: (request: Request) => Decision = () => permit,
  needed?: "association" | "equity_genomics"
) {
  const {manifest, identity, files} = await associationRelease(releaseClass);
  vi.stubGlobal("fetch", async (url: string) => {
    const bytes = files.get(new URL(url).pathname.replace("/data/", ""));
    return new Response(bytes as Uint8Array<ArrayBuffer> | undefined, {status: bytes ? 200 : 404});
  });
  const asked: Request[] = [];
  const recorded: {request: Request; decision: Decision}[] = [];
  const effects: Parameters<typeof openAssociationDesk>[1] = {
    policy: Promise.resolve({decide: (request) => (asked.push(request), decide(request))}),
    identity: () => ({actor: {id: "reader", role: "researcher"}, purpose: {code: "DUO:0000006", statement: "Why"}}),
    manifestUrl: "http://127.0.0.1/_file/data/manifest.0.json",
    ready: async () => undefined,
    record: (made) => void recorded.push(made)
  };
  const opened = openAssociationDesk(manifest, effects, needed);
  return {opened, identity, asked, recorded};
}

describe("openAssociationDesk(manifest, effects)", () => {
  it("is open at once for an open cohort, and for what a public-safe one shows everybody", async () => {
    expect((await desk("open")).opened.status).toEqual({
      phase: "ready",
      tier: "public",
      whole: true,
      unlockable: false
    });
    expect((await desk("public-safe")).opened.status).toEqual({
      phase: "ready",
      tier: "public",
      whole: false,
      unlockable: true
    });
    expect((await desk("controlled")).opened.status).toEqual({phase: "locked"});
  });

  it("opens with the key of a reader, and stays as it was with another", async () => {
    const {opened, identity} = await desk("public-safe");
    const seen: DeskStatus["phase"][] = [];
    opened.onStatus(({phase}) => seen.push(phase));
    await expect(opened.unlock("AGE-SECRET-KEY-1QQQ")).rejects.toThrow(/not a whole age key/);
    expect(opened.status).toMatchObject({phase: "ready", tier: "public", problem: expect.stringMatching(/age key/)});
    await opened.unlock(identity);
    expect(opened.status).toEqual({phase: "ready", tier: "registered", whole: true, unlockable: false});
    const {value} = await opened.ask(trait, "view", about, async (tables) => ({
      value: await tables.loci(trait.id, "meta"),
      smallestCell: null
    }));
    expect(value!.length).toBeGreaterThan(3);
  });

  it("asks about a trait by groups, and judges the smallest count again once it is known", async () => {
    const {opened, asked, recorded} = await desk("open");
    await opened.ask(trait, "view", about, async () => ({value: 1, smallestCell: 240}));
    expect(asked.map(({query}) => query!.min_cell)).toEqual([null, 240]);
    expect(asked[0]).toMatchObject({
      trait,
      action: "view",
      query: {
        table: "association",
        method: "association",
        tier: "public",
        group_by: ["ancestry"],
        quasi_identifiers: ["ancestry"],
        result_level: "stratum",
        smallest_group: 1200,
        variants: 12,
        filters: ["region"]
      }
    });
    expect(recorded).toHaveLength(1);
    expect(recorded[0].request.query!.min_cell).toBe(240);
  });

  it("asks about quantiles and squares as what they are: tables that name no variant", async () => {
    const {opened, asked} = await desk("open");
    const shape = {table: "pca_density" as const, columns: ["n"], filters: [], variants: 0};
    await opened.ask(trait, "export", shape, async () => ({value: true, smallestCell: null}));
    expect(asked[0].query).toMatchObject({table: "pca_density", tier: "public", variants: 0, group_by: ["ancestry"]});
  });

  it("reads nothing that the plan does not permit", async () => {
    const forbid: Decision = {...permit, outcome: "forbid"};
    const {opened, recorded} = await desk("open", () => forbid);
    const read = vi.fn();
    expect(await opened.ask(trait, "view", about, read)).toMatchObject({decision: forbid, value: null});
    expect(read).not.toHaveBeenCalled();
    expect(recorded).toHaveLength(1);
  });

  it("keeps back what was read when its smallest count is too small", async () => {
    const {opened} = await desk("open", ({query}) =>
      query!.min_cell !== null && query!.min_cell < 21 ? {...permit, outcome: "forbid"} : permit
    );
    const small = await opened.ask(trait, "view", about, async () => ({value: "numbers", smallestCell: 20}));
    expect(small).toMatchObject({value: null, decision: {outcome: "forbid"}});
    const large = await opened.ask(trait, "view", about, async () => ({value: "numbers", smallestCell: 21}));
    expect(large.value).toBe("numbers");
  });

  it("asks of all people together where only that is public", async () => {
    const {opened, asked} = await desk("public-safe");
    await opened.ask(trait, "view", about, async (tables) => ({
      value: await tables.publicHits(trait.id),
      smallestCell: null
    }));
    expect(asked[0].query).toMatchObject({tier: "public", group_by: [], result_level: "cohort"});
  });
});

describe('openAssociationDesk(manifest, effects, "equity_genomics")', () => {
  const comparison = {table: "equity_genomics" as const, columns: ["estimate"], filters: [], variants: 0};

  it("is locked where comparisons are encrypted, whatever else everybody sees, and opens with a key", async () => {
    expect((await desk("open", undefined, "equity_genomics")).opened.status).toMatchObject({
      phase: "ready",
      whole: true
    });
    const {opened, identity} = await desk("public-safe", undefined, "equity_genomics");
    expect(opened.status).toEqual({phase: "locked"});
    await opened.unlock(identity);
    expect(opened.status).toMatchObject({phase: "ready", tier: "registered"});
  });

  it("asks by group, of one trait or of none, and names no variant", async () => {
    const {opened, asked} = await desk("open", undefined, "equity_genomics");
    const read = async (tables: AssociationTables) => ({value: await tables.comparisons(null), smallestCell: null});
    const {value} = await opened.ask(null, "view", comparison, read);
    expect(value).toHaveLength(2);
    expect(asked[0].trait).toBeUndefined();
    expect(asked[0].query).toMatchObject({
      table: "equity_genomics",
      group_by: ["ancestry"],
      variants: 0,
      tier: "public"
    });
    expect(asked[0].query!.method).toBeUndefined();
    await opened.ask(trait, "view", comparison, read);
    expect(asked.at(-1)).toMatchObject({trait, query: {method: "association"}});
  });
});

describe("smallestPeople(tests)", () => {
  it("looks at cases, and at people who are none", () => {
    const [test] = sampleTests("1-5-A-G");
    expect(smallestPeople([{...test, n: 1000, nCase: 980}])).toBe(20);
    expect(smallestPeople([{...test, n: 1000, nCase: 7}])).toBe(7);
    expect(smallestPeople([{...test, n: 1000, nCase: null}])).toBe(1000);
    expect(smallestPeople([{...test, n: null, nCase: 0}])).toBeNull();
  });
});

describe("the address of a view", () => {
  it("of what carries over brings back trait and group", () => {
    expect(carryOverFromQuery(`?${carryOverToQuery({trait: "EFO_1", group: "SAS"})}`)).toEqual({
      trait: "EFO_1",
      group: "SAS"
    });
    expect(carryOverToQuery({trait: null, group: null})).toBe("");
    expect(costTableFromQuery("?table=Allele+counts")).toBe("Allele counts");
  });

  it("brings back what was chosen, and is empty for the usual", () => {
    const view = {trait: "EFO_1", ancestry: "EUR", region: {chrom: "X", start: 5, end: 9}, variant: "X-7-A-G"};
    expect(associationFromQuery(`?${associationToQuery(view)}`)).toEqual(view);
    expect(associationToQuery({trait: null, ancestry: "meta", region: null, variant: null})).toBe("");
    const phewas = {variant: "1-5-A-G", gene: "APOE", ancestry: "AFR"};
    expect(phewasFromQuery(phewasToQuery(phewas))).toEqual(phewas);
  });

  it("takes a mangled region for none, and turns its ends round", () => {
    expect(associationFromQuery("region=19:abc").region).toBeNull();
    expect(associationFromQuery("region=19:9-5").region).toEqual({chrom: "19", start: 5, end: 9});
  });
});
