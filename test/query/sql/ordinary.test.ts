import {readFileSync} from "node:fs";
import {beforeAll, describe, expect, it} from "vitest";
import {openSqlRoom, type Row, type SqlRoom} from "./sqlRoom.js";

const queries = JSON.parse(readFileSync(new URL("ordinary.json", import.meta.url), "utf8")) as {
  asks: string;
  sql: string;
}[];

interface Tables {
  v: Row[];
  a: Row[];
  g: Row[];
}

type Cell = string | number | null;
let room: SqlRoom;
let tables: Tables;

beforeAll(async () => {
  room = await openSqlRoom();
  tables = {
    v: (await room.rows("variants")).sort((x, y) => Number(x.pos) - Number(y.pos)),
    a: await room.rows("allele_counts"),
    g: await room.rows("genotype_counts")
  };
});

const by = (rows: Row[], key: string): Map<string, Row[]> => {
  const groups = new Map<string, Row[]>();
  for (const row of rows) groups.set(String(row[key]), [...(groups.get(String(row[key])) ?? []), row]);
  return new Map([...groups].sort(([x], [y]) => (x < y ? -1 : 1)));
};
const sum = (rows: Row[], column: string): number => rows.reduce((n, row) => n + Number(row[column] ?? 0), 0);
const af = ({ac, an}: Row): number => Number(ac) / Number(an);
const perGroup = (rows: Row[], key: string, of: (rows: Row[]) => Cell[]): Cell[][] =>
  [...by(rows, key)].map(([level, members]) => [level, ...of(members)]);
const known = (rows: Row[]): Row[] => rows.filter(({ac}) => ac !== null);

/** The same answers, worked out from the rows in the obvious way; in any order of rows. */
const twins: Record<string, (tables: Tables) => Cell[][]> = {
  "Number of variants.": ({v}) => [[v.length]],
  "Variants of each chromosome.": ({v}) => perGroup(v, "chrom", (rows) => [rows.length]),
  "Variants of each gene, most first.": ({v}) =>
    perGroup(v, "gene", (rows) => [rows.length]).filter(([gene]) => gene !== ""),
  "First and last position.": ({v}) => [[Number(v[0].pos), Number(v.at(-1)!.pos)]],
  "Variants of one gene.": ({v}) =>
    v.filter(({gene}) => gene === "APOE").map(({variant_id, pos, ref, alt}) => [variant_id, pos, ref, alt]),
  "Genes with more than ten variants.": ({v}) =>
    perGroup(v, "gene", (rows) => [rows.length]).filter(([, n]) => Number(n) > 10),
  "Variants without a gene.": ({v}) => [[v.filter(({gene}) => gene === "").length]],
  "The first ten variants.": ({v}) => v.slice(0, 10).map(({variant_id, rsid}) => [variant_id, rsid]),
  "Distance to the next variant.": ({v}) =>
    v.slice(0, 20).map((row, i) => [row.variant_id, Number(v[i + 1].pos) - Number(row.pos)]),
  "Allele counts.": ({a}) => a.map(({variant_id, ancestry, ac, an}) => [variant_id, ancestry, ac, an]),
  "Frequencies.": ({a}) => a.map((row) => [row.variant_id, row.ancestry, row.ac === null ? null : af(row)]),
  "Common variants of a group.": ({a}) =>
    known(a)
      .filter((row) => row.ancestry === "EUR" && af(row) > 0.05)
      .map((row) => [row.variant_id, af(row)]),
  "Number of common variants by group.": ({a}) =>
    perGroup(
      known(a).filter((row) => af(row) > 0.05),
      "ancestry",
      (rows) => [rows.length]
    ),
  "Mean frequency by group.": ({a}) => perGroup(a, "ancestry", (rows) => [sum(rows, "ac") / sum(rows, "an")]),
  "Largest counts.": ({a}) => perGroup(a, "ancestry", (rows) => [Math.max(...known(rows).map(({ac}) => Number(ac)))]),
  "Withheld counts by group.": ({a}) =>
    perGroup(
      a.filter(({ac}) => ac === null),
      "ancestry",
      (rows) => [rows.length]
    ),
  "Total alleles by group.": ({a}) => perGroup(a, "ancestry", (rows) => [sum(rows, "an")]),
  "Frequency through a subquery.": ({a}) =>
    perGroup(known(a), "ancestry", (rows) => [rows.reduce((n, row) => n + af(row), 0) / rows.length]),
  "Genotype counts by sex.": ({g}) =>
    perGroup(g, "sex", (rows) => ["hom_ref", "het", "hom_alt"].map((column) => sum(rows, column))),
  "Genotype counts by status.": ({g}) => perGroup(g, "status", (rows) => [sum(rows, "het")]),
  "Share of withheld cells.": ({g}) =>
    perGroup(g, "ancestry", (rows) => [rows.length, rows.filter(({het}) => het === null).length]),
  "Cases by sex, conditionally.": ({g}) =>
    perGroup(g, "sex", (rows) => [
      sum(
        rows.filter(({status}) => status === "case"),
        "hom_ref"
      )
    ]),
  "A withheld count stays withheld.": ({a}) =>
    a.filter(({ac}) => ac === null).map(({variant_id, ancestry}) => [variant_id, ancestry, null])
};

describe("ordinary queries", () => {
  it("are at least 50, and more than 20 have a second way to their answer", () => {
    expect(queries.length).toBeGreaterThanOrEqual(50);
    const asked = new Set(queries.map(({asks}) => asks));
    expect(Object.keys(twins).filter((asks) => !asked.has(asks))).toEqual([]);
    expect(Object.keys(twins).length).toBeGreaterThan(20);
  });

  it.each(queries)("$asks", async ({asks, sql}) => {
    const {decision, answer} = await room.ask(sql);
    expect(decision.reasons).toEqual([]);
    expect(answer!.rows).toBeGreaterThan(0);
    if (!twins[asks]) return;
    const rows = Array.from({length: answer!.rows}, (_, i) => answer!.values.map((column) => rounded(column[i])));
    expect(sorted(rows)).toEqual(sorted(twins[asks](tables).map((row) => row.map(rounded))));
  });

  it("count as about few variants only where rows are chosen", async () => {
    const variantsOf = async (sql: string) => (await room.ask(sql)).requests[0].query!.variants;
    expect(await variantsOf("SELECT ancestry, ac FROM allele_counts")).toBeNull();
    expect(await variantsOf("SELECT ancestry, ac FROM allele_counts LIMIT 50")).toBe(1);
    expect(await variantsOf("SELECT ancestry, ac FROM allele_counts WHERE variant_id = 'x'")).toBe(1);
  });

  it("are answered for everybody about open data, and exports are judged as exports", async () => {
    const open = await openSqlRoom("open", 30);
    const frequencies = "SELECT variant_id, ancestry, ac / an AS af FROM allele_counts";
    expect((await open.ask(frequencies, "export", "public")).decision.outcome).toBe("permit");
    expect((await room.ask(frequencies, "view", "public")).decision.outcome).toBe("forbid");
    expect((await room.ask(frequencies, "export", "ethics_board")).decision.outcome).toBe("forbid");
    expect((await room.ask(frequencies, "export")).decision.outcome).toBe("permit");
  });
});

function rounded(value: Cell): Cell {
  return typeof value === "number" ? Number(value.toPrecision(10)) : value;
}

function sorted(rows: Cell[][]): string[] {
  return rows.map((row) => JSON.stringify(row)).sort();
}
