import {describe, expect, it} from "vitest";
import {groupRows, type Groups} from "../../data-loaders/disclosure/groups.js";
import {hideGroups} from "../../data-loaders/disclosure/hideGroups.js";

const limit = 20;

describe("hideGroups(groups, limit)", () => {
  it("shows a group of 21 people and hides one of 20", () => {
    expect(shown({AFR: [21, 300, 400]})).toEqual({AFR: [21, 300, 400]});
    expect(shown({AFR: [20, 300, 400]})).toEqual({AFR: [null, null, 400]});
  });

  it("hides the smallest other group too, because the ancestry's people are known", () => {
    expect(shown({AFR: [1, 300, 25, 400], EUR: [50, 60]})).toEqual({AFR: [null, 300, null, 400], EUR: [50, 60]});
  });

  it("hides a third group where two hidden ones are 20 people or fewer together", () => {
    expect(shown({AFR: [9, 11, 300, 400]})).toEqual({AFR: [null, null, null, 400]});
    expect(shown({AFR: [10, 11, 300, 400]})).toEqual({AFR: [null, null, 300, 400]});
  });

  it("hides an ancestry of 20 people whole, with its allele counts, and then the number of everybody", () => {
    const hidden = hideGroups(groupsOf({AMR: [20], EUR: [300]}), limit);
    expect([...hidden.rows]).toEqual([1, 0]);
    expect(hidden.totals).toEqual([false, true]);
    expect(hidden.total).toBe(false);
    expect(hideGroups(groupsOf({AMR: [20], EUR: [300], SAS: [19]}), limit).total).toBe(true);
  });

  it("shows no sum that tells the parts: as many people as groups, or as many as small groups can have", () => {
    expect(hideGroups(groupsOf({AFR: Array(21).fill(1), EUR: [300]}), limit)).toMatchObject({totals: [false, true]});
    expect(hideGroups(groupsOf({AFR: [2, ...Array(20).fill(1)], EUR: [300]}), limit).totals).toEqual([true, true]);
    expect(shown({AFR: [20, 20, 300, 400]})).toEqual({AFR: [null, null, null, 400]});
    expect(hideGroups(groupsOf({AFR: [20, 20], EUR: [300]}), limit).totals).toEqual([false, true]);
  });

  it("keeps men and women apart, because allele numbers on X tell how many are men", () => {
    const groups = groupRows({
      variables: [{name: "ancestry", levels: ["AFR"]}],
      combinations: [
        [100, 0],
        [90, 0],
        [15, 15],
        [200, 200]
      ].map(([people, men]) => ({codes: [0], people, men, maleCell: -1, otherCell: -1}))
    });
    expect([...hideGroups(groups, limit).rows]).toEqual([0, 0, 1, 2]);
  });

  it("shows no counts on X and Y of an ancestry with 1 to 20 men or women", () => {
    const hidden = (men: number): boolean =>
      hideGroups({...groupsOf({AFR: [300]}), men: Int32Array.of(men), dividedBySex: false}, limit).totalsBySex[0];
    expect([0, 20, 21, 279, 280, 300].map(hidden)).toEqual([true, false, true, true, false, true]);
  });
});

function shown(ancestries: Record<string, number[]>): Record<string, (number | null)[]> {
  const groups = groupsOf(ancestries);
  const {rows} = hideGroups(groups, limit);
  return Object.fromEntries(
    groups.blocks.map((block) => [block.level, block.rows.map((row) => (rows[row] ? null : groups.people[row]))])
  );
}

/** Numbers of people, all women, by ancestry. */
function groupsOf(ancestries: Record<string, number[]>): Groups {
  return groupRows({
    variables: [{name: "ancestry", levels: Object.keys(ancestries)}],
    combinations: Object.values(ancestries).flatMap((sizes, code) =>
      sizes.map((people) => ({codes: [code], people, men: 0, maleCell: -1, otherCell: -1}))
    )
  });
}
