import {readFileSync} from "node:fs";
import {beforeAll, describe, expect, it} from "vitest";
import {openSqlRoom, type SqlRoom} from "./sqlRoom.js";

const cells = JSON.parse(readFileSync(new URL("hostile.json", import.meta.url), "utf8")) as {
  tries: string;
  sql: string;
}[];

/** Tables in which no small count was withheld, as if the release gate had failed. */
let exact: SqlRoom;
/** The same with another small number in the place of every small count. */
let altered: SqlRoom;

const counts = {allele_counts: ["ac", "an"], genotype_counts: ["hom_ref", "het", "hom_alt"]};

beforeAll(async () => {
  [exact, altered] = [await openSqlRoom("controlled", 60, true), await openSqlRoom("controlled", 60, true)];
  for (const [table, columns] of Object.entries(counts)) {
    const set = columns.map(
      (name) => `${name} = CASE WHEN ${name} BETWEEN 1 AND 20 THEN 21 - ${name} ELSE ${name} END`
    );
    await altered.database.run({text: `UPDATE ${table}_rows SET ${set.join(", ")}`, values: []});
  }
});

describe("hostile cells, asked of tables with every small count in them", () => {
  it("find tables that differ in many small counts, and in nothing else", async () => {
    const [before, after] = [await exact.rows("allele_counts"), await altered.rows("allele_counts")];
    const differ = before.filter(({ac}, i) => ac !== after[i].ac);
    expect(differ.length).toBeGreaterThan(30);
    expect(differ.every(({ac}) => Number(ac) >= 1 && Number(ac) <= 20)).toBe(true);
  });

  // What is answered alike whatever the small counts are tells nothing about them.
  it.each(cells)("$tries", async ({sql}) => {
    const [one, other] = [await exact.ask(sql), await altered.ask(sql)];
    if (one.answer && other.answer) expect(one.answer).toEqual(other.answer);
    expect(one.decision.outcome).toBe(other.decision.outcome);
  });
});
