import {readFileSync} from "node:fs";
import fc from "fast-check";
import {beforeAll, describe, expect, it} from "vitest";
import {checkSqlText} from "../../src/query/sqlCell/checkSqlText.js";
import {sqlLimits, sqlRules} from "../../src/query/sqlCell/sqlRefusals.js";
import {readTokens} from "../../src/query/sqlCell/sqlTokens.js";
import {sqlWorld, type SqlWorld} from "./sql/sqlWorld.js";

interface HostileCell {
  sentence: string;
  sql: string;
  /** Id of a rule that must be among the reasons, or `harmless`: it is answered, and the answer holds no small count. */
  expect: string;
  /** Asked of tables whose small counts were withheld at release; otherwise of tables in which they are all there. */
  released?: boolean;
  /** Asked of a cohort whose public counts of people have a group of nine. */
  few?: boolean;
}

interface OrdinaryCell {
  sentence: string;
  sql: string;
  rows?: number;
  atLeast?: number;
  /** The whole answer, column by column. */
  values?: (string | number | null)[][];
}

const hostile = readCells<HostileCell>("hostile.json");
const ordinary = readCells<OrdinaryCell>("ordinary.json");

let released: SqlWorld;
let exact: SqlWorld;
/** As `exact`, with another small number in the place of every small count. */
let altered: SqlWorld;
let few: SqlWorld;

beforeAll(async () => {
  [released, exact, altered] = [await sqlWorld("released"), await sqlWorld("exact"), await sqlWorld("exact")];
  few = await sqlWorld("exact", ({people}) => {
    for (const row of people.rows) if (row.levels[0] === "AMR") row.n = 9;
  });
  await alterSmallCounts(altered);
});

/** Rules of the plan that the check of the text leaves nothing to; `sqlPlan.test.ts` has the plans alone. */
const onlyBehindTheText = new Set(["sql.operator", "sql.source"]);

describe("200 hostile queries", () => {
  it("are at least 200, each asked once", () => {
    expect(hostile.length).toBeGreaterThanOrEqual(200);
    expect(new Set(hostile.map(({sql}) => sql)).size).toBe(hostile.length);
    expect(new Set(hostile.map(({sentence}) => sentence)).size).toBe(hostile.length);
  });

  it("between them meet every rule by which a plan is refused", () => {
    const met = new Set(hostile.map(({expect}) => expect));
    expect(sqlRules.filter((rule) => !met.has(rule) && !onlyBehindTheText.has(rule))).toEqual([]);
  });

  it.each(hostile)("$sentence: $expect", async (cell) => {
    const world = cell.few ? few : cell.released ? released : exact;
    const asked = await world.ask(cell.sql);
    if (cell.expect !== "harmless") {
      expect(asked.decision.reasons.map(({rule}) => rule)).toContain(cell.expect);
      expect(asked.decision.outcome).not.toBe("permit");
      expect(asked.answer).toBeNull();
      expect(asked.decision.reasons.every(({sentence}) => /^[A-Z“\d].*\.$/.test(sentence))).toBe(true);
    } else {
      expect(asked.decision).toMatchObject({outcome: "permit", reasons: []});
      // What does not change with the small counts tells nothing about them.
      if (!cell.released) expect(asked.answer).toEqual((await altered.ask(cell.sql)).answer);
    }
  });

  it("leave the tables, the settings and the catalogue as they were", async () => {
    const state = async ({database}: SqlWorld) =>
      (
        await database.run({
          text: `SELECT table_name, estimated_size::DOUBLE, (SELECT string_agg(name || value, ';' ORDER BY name) FROM duckdb_settings() WHERE name IN ('enable_external_access', 'lock_configuration')) FROM duckdb_tables() ORDER BY table_name`,
          values: []
        })
      ).values;
    expect(await state(exact)).toEqual(await state(await sqlWorld("exact")));
  });

  it("have no small counts to find where the release withheld them", async () => {
    expect(await smallCounts(released)).toBe(0);
    expect(await smallCounts(exact)).toBeGreaterThan(30);
  });
});

describe("50 ordinary analytic queries", () => {
  it("are at least 50", () => {
    expect(ordinary.length).toBeGreaterThanOrEqual(50);
  });

  it.each(ordinary)("$sentence", async ({sql, rows, atLeast, values}) => {
    const {decision, answer} = await released.ask(sql);
    expect(decision.reasons).toEqual([]);
    expect(decision.outcome).toBe("permit");
    if (rows !== undefined) expect(answer!.rows).toBe(rows);
    if (atLeast !== undefined) expect(answer!.rows).toBeGreaterThanOrEqual(atLeast);
    if (values) expect(answer!.values).toEqual(values);
    else expect(answer!.values.flat().some((value) => value !== null)).toBe(true);
    // The same as the database gives to the text itself.
    const {values: plain} = await released.database.run({text: sql, values: []});
    const own = await released.database.run({text: `DESCRIBE ${sql}`, values: []});
    const shown = plain.filter((_, i) => own.values[0][i] !== "variant_row");
    if (!sql.includes("LIMIT")) expect(rowsOf(answer!.values)).toEqual(rowsOf(shown));
  });
});

describe("askSql(text, action, asker, effects)", () => {
  it("turns the bound plan into facts: tables, strata, the smallest group, few variants", async () => {
    const facts = async (sql: string) => (await released.ask(sql)).request.query!;
    expect(await facts("SELECT sum(ac) FROM allele_counts")).toMatchObject({
      table: "allele_counts",
      quasi_identifiers: [],
      result_level: "cohort",
      variants: null,
      smallest_group: null
    });
    expect(
      await facts("SELECT sex AS x, sum(het) FROM genotype_counts WHERE ancestry = 'AMR' GROUP BY x")
    ).toMatchObject({
      table: "genotype_counts",
      quasi_identifiers: ["ancestry", "sex"],
      result_level: "stratum",
      variants: null,
      smallest_group: 576
    });
    expect(
      await facts("SELECT n FROM (SELECT variant_id AS v, ac AS n FROM allele_counts) AS t WHERE v LIKE '1-1%'")
    ).toMatchObject({
      variants: 1
    });
  });

  it("counts no number with noise as people", async () => {
    const noisy = await sqlWorld("exact", (manifest) => {
      manifest.cohort.class = "public-safe";
      for (const table of manifest.tables) {
        table.tier = "public";
        if (table.name === "allele_counts") table.columns.push({name: "noise_sd", type: "float64"});
      }
    });
    const {request, decision} = await noisy.ask("SELECT variant_id, ac FROM allele_counts");
    expect(request.query).toMatchObject({noisy: true, min_cell: null});
    expect(decision.outcome).toBe("permit");
  });

  it("records one entry without the text, refused or not", async () => {
    const before = released.records.length;
    await released.ask("SELECT 'secret words' FROM variants");
    await released.ask("DROP TABLE secret");
    const made = released.records.slice(before);
    expect(made.map(({decision}) => decision.outcome)).toEqual(["permit", "forbid"]);
    expect(JSON.stringify(made.map(({request}) => request))).not.toMatch(/secret|DROP/);
  });

  it("remembers which groups were answered, and tells the policy by how few people another differs", async () => {
    const added: number[] = [];
    const earlier = (difference: number | null) => ({
      difference: () => difference,
      add: (groups: readonly {people: number}[]) => void added.push(...groups.map(({people}) => people))
    });
    const sql = "SELECT sex, sum(het) FROM genotype_counts GROUP BY sex";
    const {decision, request} = await released.ask(sql, earlier(7));
    expect(request.query!.difference).toBe(7);
    expect(decision.reasons.map(({rule}) => rule)).toEqual(["reidentification.differencing"]);
    expect(added).toEqual([]);
    expect((await released.ask(sql, earlier(null))).decision.outcome).toBe("permit");
    expect(added.length).toBe(2);
  });

  it(`answers with at most ${sqlLimits.rows} rows, and says so`, async () => {
    const {answer} = await released.ask("SELECT a.variant_id, b.pos FROM variants a, variants b");
    expect(answer).toMatchObject({rows: sqlLimits.rows, cut: true});
  });

  it("answers nobody whom the policy does not permit", async () => {
    const {decision, answer} = await (await sqlWorld("released", ({cohort}) => (cohort.consent = []))).ask("SELECT 1");
    expect(decision.outcome).toBe("forbid");
    expect(answer).toBeNull();
  });
});

describe("checkSqlText(text)", () => {
  const parts = [
    "SELECT",
    "ac",
    "'",
    '"',
    "--",
    "/*",
    "*/",
    ";",
    "(",
    ")",
    "\n",
    "\u200b",
    "$$",
    "drop",
    "E'",
    ",",
    "1",
    " "
  ];

  it("lets no semicolon stand outside of strings, whatever surrounds it", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...parts), {maxLength: 30}), (pieces) => {
        const checked = checkSqlText(`SELECT ${pieces.join("")}`);
        if ("reasons" in checked) return;
        const again = readTokens(checked.text);
        expect(
          Array.isArray(again) && again.every(({kind, text}) => kind === "string" || kind === "quoted" || text !== ";")
        ).toBe(true);
      }),
      {numRuns: 3_000}
    );
  });

  it("reads texts as DuckDB does: one that it passes is one statement to the database too", async () => {
    const run = async (pieces: string[]) => {
      const checked = checkSqlText(`SELECT ${pieces.join("")}`);
      if ("reasons" in checked) return;
      // A second statement would make the wrapper fail otherwise than by its own syntax: the table would be gone.
      await released.ask(`SELECT ${pieces.join("")}`);
    };
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...parts, "; DROP TABLE variants"), {maxLength: 12}), run),
      {numRuns: 500}
    );
    const {values} = await released.database.run({text: "SELECT count(*)::DOUBLE FROM variants", values: []});
    expect(values).toEqual([[60]]);
  });
});

/** Rows as text, in an order of their own: the database orders ties as it likes. */
function rowsOf(values: (string | number | null)[][]): string[] {
  return values[0].map((_, row) => JSON.stringify(values.map((column) => column[row]))).sort();
}

function readCells<T>(file: string): T[] {
  return JSON.parse(readFileSync(new URL(`./sql/${file}`, import.meta.url), "utf8"));
}

const countColumns = {allele_counts: ["ac", "an"], genotype_counts: ["hom_ref", "het", "hom_alt"]};

async function alterSmallCounts({database}: SqlWorld): Promise<void> {
  for (const [table, columns] of Object.entries(countColumns)) {
    const set = columns.map(
      (name) => `${name} = CASE WHEN ${name} BETWEEN 1 AND 20 THEN 21 - ${name} ELSE ${name} END`
    );
    await database.run({text: `UPDATE ${table}_rows SET ${set.join(", ")}`, values: []});
  }
}

async function smallCounts({database}: SqlWorld): Promise<number> {
  const {values} = await database.run({
    text: `SELECT (count(*) FILTER (WHERE ac BETWEEN 1 AND 20 OR an - ac BETWEEN 1 AND 20))::DOUBLE FROM allele_counts`,
    values: []
  });
  return values[0][0] as number;
}
