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

/** Ways around every look at the text or at the answer: the small counts themselves have to be gone. */
const around = [
  "SELECT variant_id FROM variants UNION ALL SELECT ac FROM allele_counts",
  "SELECT chrom FROM variants UNION SELECT ac FROM allele_counts",
  "WITH t AS (SELECT chrom AS c FROM variants UNION SELECT ac FROM allele_counts) SELECT c FROM t",
  "WITH t AS (SELECT chrom AS c FROM variants UNION SELECT ac FROM allele_counts) SELECT lower(c) || 'x' FROM t",
  "WITH t AS (SELECT chrom AS c FROM variants UNION SELECT ac FROM allele_counts) SELECT replace(c, '1', 'one') FROM t",
  "WITH t AS (SELECT chrom AS c FROM variants UNION SELECT ac FROM allele_counts) SELECT length(c) + 100 FROM t",
  "SELECT v.pos FROM variants v JOIN allele_counts a ON v.pos - 1000000 = a.ac",
  "SELECT w.n + 1000 FROM (VALUES (1), (2), (3)) AS w(n) JOIN allele_counts a ON a.ac = w.n",
  "SELECT x.label FROM (VALUES (1, 'one'), (2, 'two')) AS x(n, label) JOIN allele_counts a ON a.ac = x.n",
  "SELECT variant_id FROM allele_counts WHERE ac <= 5.5",
  "SELECT variant_id FROM allele_counts WHERE ac < 2 * 3",
  "SELECT variant_id FROM allele_counts WHERE ac < (SELECT 6)",
  "SELECT variant_id FROM allele_counts WHERE ac BETWEEN (0) AND (5)",
  "SELECT variant_id FROM allele_counts WHERE ac < length('abcdef')",
  "SELECT variant_id FROM allele_counts WHERE ac < '6'",
  "SELECT variant_id FROM allele_counts WHERE ac IS NOT DISTINCT FROM 3",
  "SELECT variant_id FROM allele_counts WHERE greatest(ac, 6) = least(ac, 6)",
  "SELECT variant_id FROM allele_counts WHERE nullif(ac, 3) IS NULL",
  "SELECT ac + 1000 FROM allele_counts",
  "SELECT sqrt(ac) FROM allele_counts",
  "SELECT ac / an FROM allele_counts",
  "SELECT avg(ac) FROM allele_counts",
  "SELECT variant_id FROM allele_counts ORDER BY ac LIMIT 5"
];

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

  it.each(around)("%s", async (sql) => {
    const [one, other] = [await exact.ask(sql), await altered.ask(sql)];
    expect(one.answer).toEqual(other.answer);
    expect(one.decision.outcome).toBe(other.decision.outcome);
  });

  it("would be answered otherwise without what stands in for the tables", async () => {
    const sql = "SELECT ac + 1000 FROM allele_counts";
    const of = async ({database}: SqlRoom) => (await database.run({text: sql, values: []})).values;
    expect(await of(exact)).not.toEqual(await of(altered));
  });
});
