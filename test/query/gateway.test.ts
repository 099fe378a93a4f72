import {describe, expect, it, vi} from "vitest";
import type {Decision, Outcome} from "../../src/model/decision.js";
import type {Answer, Question} from "../../src/model/question.js";
import type {Request} from "../../src/model/request.js";
import {tierView} from "../../src/model/tierView.js";
import {openEarlierGroups} from "../../src/query/earlierGroups.js";
import {ask, type Asker, type GateEffects} from "../../src/query/gateway.js";
import {sampleRelease} from "../fixtures/sampleRelease.js";

const question: Question = {
  columns: ["variant_id"],
  groupBy: ["sex"],
  measures: [{name: "het", table: "genotype_counts", sum: {het: 1}, where: {}, count: true}],
  filters: [],
  orderBy: [],
  limit: null,
  offset: 0
};

const asker = {
  actor: {id: "reader-1", role: "researcher"},
  purpose: {code: "DUO:0000006", statement: "lipids"},
  manifest: {
    cohort: {id: "c", class: "controlled", consent: ["DUO:0000042"], synthetic: {genotypes: true, phenotypes: true}},
    people: {strata: ["sex"], rows: [{levels: ["female"], n: 500}]},
    tables: [{name: "genotype_counts", tier: "registered", columns: []}]
  }
} as unknown as Asker;

const decided = (outcome: Outcome): Decision => ({outcome, reasons: [], obligations: [], policy: "p"});

function effects(decide: (request: Request) => Outcome, smallestCell: number | null = 30) {
  const log: string[] = [];
  const answer: Answer = {
    names: [],
    rows: 2,
    smallestCell,
    withheld: 0,
    page: () => Promise.reject(new Error("not read here")),
    close: async () => void log.push("close")
  };
  const given: GateEffects = {
    policy: {
      decide: (request) => {
        log.push(`decide ${request.query!.min_cell}`);
        return decided(decide(request));
      }
    },
    run: async () => (log.push("run"), answer),
    count: async () => 7,
    record: vi.fn(async ({decision}) => void log.push(`record ${decision.outcome}`))
  };
  return {log, answer, given};
}

describe("ask(question, action, asker, effects)", () => {
  it("plans, decides, runs, decides again with the smallest count of the answer, records, and only then answers", async () => {
    const {log, answer, given} = effects(() => "permit");
    const asked = await ask(question, "view", asker, given);
    expect(log).toEqual(["decide null", "run", "decide 30", "record permit"]);
    expect(asked.answer).toBe(answer);
    expect(asked.request).toMatchObject({
      action: "view",
      dataset: {id: "c", class: "controlled", consent: ["DUO:0000042"], synthetic: true},
      query: {variants: 7, min_cell: 30, smallest_group: 500, tier: "registered"}
    });
  });

  it.each(["forbid", "refer"] as const)("runs nothing that the plan has answered with %s", async (outcome) => {
    const {log, given} = effects(() => outcome);
    expect((await ask(question, "export", asker, given)).answer).toBeNull();
    expect(log).toEqual(["decide null", `record ${outcome}`]);
  });

  it("gives out no answer whose smallest count is refused, and closes it", async () => {
    const {log, given} = effects(
      ({query}) => (query!.min_cell !== null && query!.min_cell <= 20 ? "forbid" : "permit"),
      20
    );
    const asked = await ask(question, "view", asker, given);
    expect(asked).toMatchObject({answer: null, decision: {outcome: "forbid"}});
    expect(log).toEqual(["decide null", "run", "decide 20", "close", "record forbid"]);
  });

  it("fails when the decision cannot be recorded, and closes the answer", async () => {
    const {log, given} = effects(() => "permit");
    given.record = () => Promise.reject(new Error("no room"));
    await expect(ask(question, "view", asker, given)).rejects.toThrow("no room");
    expect(log.at(-1)).toBe("close");
  });

  it("says which side of a public-safe release is asked, and that numbers with noise are no counts of people", async () => {
    const {manifest} = await sampleRelease({variants: 20, class: "public-safe"});
    const counts: Question = {
      ...question,
      groupBy: ["ancestry"],
      measures: [{name: "ac", table: "allele_counts", sum: {ac: 1}, where: {}, count: true}]
    };
    const facts = async (tier: "public" | "registered", asked: Question) => {
      const {given} = effects(() => "permit", 3);
      return (await ask(asked, "view", {...asker, manifest: tierView(manifest, tier)}, given)).request.query!;
    };
    expect(await facts("public", counts)).toMatchObject({
      tier: "public",
      noisy: true,
      min_cell: null,
      smallest_group: 1200
    });
    const registered = await facts("registered", counts);
    expect(registered).toMatchObject({tier: "registered", min_cell: 3});
    expect(registered.noisy).toBeUndefined();
    const names = await facts("public", {...question, groupBy: [], measures: []});
    expect(names).toMatchObject({table: "variants", tier: "public"});
    expect(names.noisy).toBeUndefined();
  });

  it("tells the policy by how few people a group differs from one that was answered before", async () => {
    const people = {
      strata: ["sex"],
      rows: ["female", "male", "other"].map((level, i) => ({levels: [level], n: [500, 400, 7][i]}))
    };
    const asked = {...asker, manifest: {...asker.manifest, people}};
    const {given} = effects(() => "permit");
    given.earlier = openEarlierGroups("a", null);
    const all: Question = {...question, groupBy: [], measures: [{...question.measures[0], where: {}}]};
    expect((await ask(all, "view", asked, given)).request.query!.difference).toBeUndefined();
    const bySex = (merged: string[][][]): Question => ({...question, merged});
    const most = await ask(bySex([[["female"], ["male"]]]), "view", asked, given);
    expect(most.request.query!.difference).toBe(7);
  });

  it("remembers no group whose answer was refused", async () => {
    const {given} = effects(() => "forbid");
    given.earlier = openEarlierGroups("a", null);
    await ask(question, "view", asker, given);
    expect(given.earlier.difference([{rows: 3n, people: 900}])).toBe(null);
  });

  it("hands the policy no text of the question: names of filters, not what they look for", async () => {
    const requests: Request[] = [];
    const {given} = effects((request) => (requests.push(request), "permit"));
    await ask({...question, filters: [{kind: "rsid", ids: ["rs7412"]}]}, "view", asker, given);
    expect(JSON.stringify(requests)).not.toContain("rs7412");
  });
});
