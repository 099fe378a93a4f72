import {readFileSync} from "node:fs";
import {beforeAll, describe, expect, it} from "vitest";
import {openSqlRoom, type Row, type SqlRoom} from "./sqlRoom.js";

interface Hostile {
  tries: string;
  sql: string;
  /** The end of the id of the first reason, or `harmless`; then `may` says what it may return. */
  expect: string;
  may?: string;
}

const cells = JSON.parse(readFileSync(new URL("hostile.json", import.meta.url), "utf8")) as Hostile[];
let room: SqlRoom;
let before: Row[];

beforeAll(async () => {
  room = await openSqlRoom();
  before = await room.rows("allele_counts");
});

describe("hostile cells of SQL", () => {
  it("are at least 200, each with what it tries, and no two alike", () => {
    expect(cells.length).toBeGreaterThanOrEqual(200);
    expect(new Set(cells.map(({sql}) => sql)).size).toBe(cells.length);
    expect(cells.filter(({tries}) => !/^[A-Z].*\.$/s.test(tries))).toEqual([]);
    expect(cells.filter(({expect, may}) => (expect === "harmless") !== (may !== undefined))).toEqual([]);
  });

  it.each(cells)("$tries", async ({sql, expect: expected}) => {
    const [recorded, ran] = [room.recorded.length, room.ran.length];
    const {answer, decision, requests} = await room.ask(sql);
    expect(room.recorded.length).toBe(recorded + 1);
    expect(room.recorded.at(-1)!.decision.outcome).toBe(decision.outcome);
    if (expected !== "harmless") {
      expect(answer).toBeNull();
      expect(decision.reasons.map(({rule}) => rule)).toContainEqual(expect.stringMatching(new RegExp(`${expected}$`)));
      expect(decision.reasons[0].sentence).toMatch(/\.$|!$|"$|\w$/);
      return;
    }
    expect(decision.outcome).toBe("permit");
    expect(room.ran.length).toBe(ran + 1);
    const released = new Set(["variants", "allele_counts", "genotype_counts"]);
    expect(requests.every(({query}) => released.has(query!.table))).toBe(true);
    expect(answer!.rows).toBeLessThanOrEqual(10_000);
  });

  it("have changed nothing", async () => {
    expect(await room.rows("allele_counts")).toEqual(before);
    const {values} = await room.database.run({text: "SELECT current_setting('enable_external_access')", values: []});
    expect(String(values[0][0])).toBe("false");
  });

  it("leave no text of theirs in the log, but for names of columns", () => {
    expect(JSON.stringify(room.recorded)).not.toMatch(/DROP TABLE|passwd|getenv|x\.csv|APOE/);
  });
});

describe("small counts in a table that should have none", () => {
  it.each([
    ["SELECT variant_id, ac FROM allele_counts WHERE variant_id = 'small'", "shown"],
    ["SELECT max(ac) FROM allele_counts WHERE variant_id = 'small'", "aggregated"],
    [
      "WITH x AS (SELECT ac AS pos, variant_id FROM allele_counts) SELECT pos FROM x WHERE variant_id = 'small'",
      "renamed"
    ],
    ["SELECT pos FROM allele_counts AS t(a, b, pos, d) WHERE a = 'small'", "renamed by the table"],
    ["SELECT 1 * sum(ac) FROM allele_counts WHERE variant_id = 'small'", "multiplied"],
    ["SELECT ac / 1 FROM allele_counts WHERE variant_id = 'small'", "divided by one"],
    ["SELECT * FROM allele_counts WHERE variant_id = 'small'", "with all columns"],
    [
      "SELECT variant_id, ac FROM allele_counts WHERE variant_id = 'small' UNION ALL SELECT variant_id, pos FROM variants",
      "in a branch"
    ]
  ])("%s does not show it (%s)", async (sql) => {
    const small = await openSqlRoom("controlled", 5);
    await small.database.run({
      text: "INSERT INTO variants SELECT 9999, 'small', '1', 1, 'A', 'G', 'rs1', ''",
      values: []
    });
    await small.database.run({
      text: "INSERT INTO allele_counts_rows SELECT 9999, 'AFR', 7, 4000",
      values: []
    });
    const {answer} = await small.ask(sql);
    // Either the answer is refused, or the count stands there as withheld.
    expect(answer?.values.flat() ?? []).not.toContain(7);
  });
});
