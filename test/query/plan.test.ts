import {describe, expect, it} from "vitest";
import type {Question} from "../../src/model/question.js";
import {mergeGroups} from "../../src/query/mergeGroups.js";
import {factsOfAnswer, planQuestion} from "../../src/query/plan.js";

const people = {
  strata: ["ancestry", "sex"],
  rows: [
    {levels: ["AFR", "female"], n: 300},
    {levels: ["AFR", "male"], n: 250},
    {levels: ["EUR", "female"], n: 40},
    {levels: ["EUR", "male"], n: null}
  ]
};

const het = {name: "het", table: "genotype_counts" as const, sum: {het: 1}, where: {}, count: true};
const question = (change: Partial<Question>): Question => ({
  columns: ["variant_id"],
  groupBy: [],
  measures: [],
  filters: [],
  orderBy: [],
  limit: null,
  offset: 0,
  ...change
});

describe("planQuestion(question, people, variants)", () => {
  it("is a question about variants alone when it has no measures", () => {
    expect(planQuestion(question({}), people, null)).toEqual({
      table: "variants",
      columns: ["variant_id"],
      group_by: [],
      filters: [],
      min_cell: null,
      variants: null,
      quasi_identifiers: [],
      result_level: "cohort",
      smallest_group: null,
      merge_smallest: 0
    });
  });

  it("says that cases are compared with controls, where they are", () => {
    expect(planQuestion(question({measures: [het], method: "association"}), people, 1).method).toBe("association");
    expect(planQuestion(question({measures: [het]}), people, 1)).not.toHaveProperty("method");
  });

  it("names the most detailed table, every group, and the kinds of filters but not their values", () => {
    const ac = {name: "ac", table: "allele_counts" as const, sum: {ac: 1}, where: {ancestry: "AFR"}, count: true};
    const facts = planQuestion(
      question({measures: [ac, {...het, where: {sex: "female"}}], filters: [{kind: "gene", names: ["APOE"]}]}),
      people,
      12
    );
    expect(facts).toMatchObject({
      table: "genotype_counts",
      group_by: ["ancestry", "sex"],
      filters: ["gene"],
      variants: 12,
      result_level: "stratum",
      smallest_group: 340
    });
  });

  it("counts the characteristics of one cell, not of cells side by side", () => {
    const side = question({
      measures: [
        {...het, where: {ancestry: "AFR"}},
        {...het, name: "h", where: {sex: "male"}}
      ]
    });
    expect(planQuestion(side, people, null).quasi_identifiers).toEqual(["ancestry"]);
    const crossed = question({groupBy: ["ancestry"], measures: [{...het, where: {sex: "male"}}]});
    expect(planQuestion(crossed, people, null).quasi_identifiers).toEqual(["ancestry", "sex"]);
  });

  it("takes a withheld group for a single person, and merged groups for one", () => {
    const split = question({groupBy: ["ancestry", "sex"], measures: [het]});
    expect(planQuestion(split, people, 1).smallest_group).toBe(1);
    expect(planQuestion(mergeGroups({...split, mergeSmallest: 1}, people), people, 1)).toMatchObject({
      smallest_group: 41,
      merge_smallest: 1
    });
    expect(planQuestion(mergeGroups({...split, mergeSmallest: 2}, people), people, 1).smallest_group).toBe(291);
  });

  it("does not know the size of groups by a variable that the people are not counted by", () => {
    expect(planQuestion(question({groupBy: ["status"], measures: [het]}), people, 1).smallest_group).toBeNull();
  });
});

describe("factsOfAnswer(planned, answer)", () => {
  it("adds the smallest count of the answer", () => {
    const planned = planQuestion(question({measures: [het]}), people, 1);
    expect(factsOfAnswer(planned, {smallestCell: 21})).toEqual({...planned, min_cell: 21});
  });
});

describe("mergeGroups(question, people)", () => {
  it("merges the two smallest as often as asked, until one is left", () => {
    const split = question({groupBy: ["sex"], measures: [het], mergeSmallest: 5});
    expect(mergeGroups(split, people).merged).toEqual([[["male"], ["female"]]]);
    expect(mergeGroups({...split, mergeSmallest: 0}, people).merged).toBeUndefined();
  });
});
