import {describe, expect, it} from "vitest";
import type {AnsweredGroup, EarlierGroups} from "../../../src/query/earlierGroups.js";
import {openSqlRoom} from "./sqlRoom.js";

/** What was told before differs by so many people from whatever is asked now. */
function differingBy(people: number | null): EarlierGroups & {added: AnsweredGroup[]} {
  const added: AnsweredGroup[] = [];
  return {added, difference: () => people, add: (groups) => void added.push(...groups)};
}

const counts = "SELECT ancestry, sum(ac) AS copies, sum(an) AS called FROM allele_counts GROUP BY ancestry";

describe("askSql(text, action, asker, effects)", () => {
  it("refuses counts of groups that differ by few people from an earlier answer", async () => {
    const earlier = differingBy(7);
    const {decision, answer} = await (await openSqlRoom("controlled", 40, false, earlier)).ask(counts);
    expect(decision.outcome).toBe("forbid");
    expect(decision.reasons.map(({rule}) => rule)).toContain("reidentification.differencing");
    expect(answer).toBe(null);
    expect(earlier.added).toEqual([]);
  });

  it("remembers the groups of an answer that was given, and none where no counts were read", async () => {
    const earlier = differingBy(null);
    const room = await openSqlRoom("controlled", 40, false, earlier);
    expect((await room.ask("SELECT count(*) AS variants FROM variants")).decision.outcome).toBe("permit");
    expect(earlier.added).toEqual([]);
    expect((await room.ask(counts)).decision.outcome).toBe("permit");
    expect(earlier.added.length).toBeGreaterThan(0);
  });
});
