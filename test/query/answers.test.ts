import {Float64, Int32, Table as ArrowTable, tableToIPC, Utf8, vectorFromArray} from "apache-arrow";
import {Table as ParquetTable, writeParquet} from "parquet-wasm";
import {beforeAll, describe, expect, it} from "vitest";
import type {Measure, Question} from "../../src/model/question.js";
import {everyLevel} from "../../src/model/tierView.js";
import {answerQuestion, countVariants} from "../../src/query/answers.js";
import {openDatabase, type LoadableDatabase} from "../../src/query/duckdb.js";
import {mergeGroups} from "../../src/query/mergeGroups.js";
import {duckdbInProcess} from "../fixtures/duckdb.js";
import {sampleRelease, type SampleRelease} from "../fixtures/sampleRelease.js";

type Row = Record<string, string | number | null>;

let database: LoadableDatabase;
let release: SampleRelease;
/** What the tables hold, read back row by row, for the slow and obvious twin of each sum. */
let variants: Row[];
let alleles: Row[];
let genotypes: Row[];

beforeAll(async () => {
  // Several row groups of every table, that end in the middle of a variant, and several batches of them.
  release = await sampleRelease({variants: 200, rowGroup: 73});
  database = await openDatabase(await duckdbInProcess(), release.manifest.strata, 300);
  for (const name of ["variants", "allele_counts", "genotype_counts"] as const)
    await database.load(name, release.tables[name]);
  [variants, alleles, genotypes] = await Promise.all(
    ["variants", "allele_counts", "genotype_counts"].map((table) => rowsOf(`SELECT * FROM ${table}`))
  );
});

describe("openDatabase(connection, strata)", () => {
  it("loads every row of every row group, under the released columns", () => {
    expect([variants.length, alleles.length, genotypes.length]).toEqual([200, 1000, 4000]);
    expect(Object.keys(genotypes[0])).toEqual(
      release.manifest.tables.find(({name}) => name === "genotype_counts")!.columns.map(({name}) => name)
    );
  });

  it("reads no file, loads no extension, and lets no statement change that", async () => {
    for (const text of [
      "SELECT * FROM read_csv('/etc/passwd')",
      "SELECT * FROM read_text('package.json')",
      "COPY variants TO '/tmp/out.csv'",
      "ATTACH '/tmp/other.db'",
      "LOAD parquet",
      "SET enable_external_access = true",
      "SET lock_configuration = false"
    ])
      await expect(database.run({text, values: []}).catch((error) => Promise.reject(String(error)))).rejects.toMatch(
        /permission|locked|disabled|cannot/i
      );
  });
});

describe("load(name, bytes)", () => {
  it("keeps the counts of two variants with one id apart, over any row groups", async () => {
    const sites = {variants: 12, class: "open" as const, rowGroup: 7};
    const [plain, twins] = [await sampleRelease(sites), await sampleRelease({...sites, twin: 5})];
    const counts = [];
    for (const {manifest, tables} of [plain, twins]) {
      const loaded = await openDatabase(await duckdbInProcess(), manifest.strata);
      for (const name of ["variants", "allele_counts", "genotype_counts"] as const)
        await loaded.load(name, tables[name]);
      const answer = await answerQuestion(question({measures: [ac(), hom({sex: "female"})]}), loaded);
      counts.push((await answer.page(0, 100)).values);
    }
    // The sample's counts do not depend on the ids, so only the id of one variant differs.
    expect(counts[1].slice(1)).toEqual(counts[0].slice(1));
    expect(counts[1][0][5]).toBe(counts[0][0][4]);
  });

  it("puts the tables of named readers in the place of those for everybody", async () => {
    const {manifest, tables, panel} = await sampleRelease({variants: 60, class: "public-safe"});
    const [replaced, alone] = [
      await openDatabase(await duckdbInProcess(), everyLevel(manifest)),
      await openDatabase(await duckdbInProcess(), manifest.strata)
    ];
    const listed = manifest.privacy.panel!.released;
    for (const name of ["variants", "allele_counts"] as const) await replaced.load(name, panel[name]!);
    expect((await answerQuestion(question(), replaced)).rows).toBe(listed);
    expect(replaced.known.allele_counts).toContain("noise_sd");
    const pages = [];
    for (const loaded of [replaced, alone]) {
      for (const name of ["variants", "allele_counts", "genotype_counts"] as const)
        await loaded.load(name, tables[name]);
      const answer = await answerQuestion(question({measures: [ac(), hom({sex: "female"})]}), loaded);
      pages.push(await answer.page(0, 100));
    }
    expect(pages[0]).toEqual(pages[1]);
    expect(pages[0].rows).toBe(60);
    const {values} = await replaced.run({text: "SELECT count(*)::DOUBLE FROM allele_counts", values: []});
    expect(values).toEqual([[300]]);
  });

  it("takes associations, of one ancestry or of everybody together", async () => {
    const {manifest, tables} = await sampleRelease({variants: 12, class: "open"});
    const loaded = await openDatabase(await duckdbInProcess(), everyLevel(manifest));
    await loaded.load("variants", tables.variants);
    const {values} = await loaded.run({text: "SELECT variant_id FROM variants LIMIT 1", values: []});
    await loaded.load("association", associations(String(values[0][0])));
    expect(loaded.known.association).toEqual(["trait", "variant_id", "ancestry", "n_case", "odds_ratio", "p_bin"]);
    const rows = await loaded.run({text: "SELECT trait, ancestry, odds_ratio, p_bin FROM association", values: []});
    expect(rows.values).toEqual([
      ["EFO_1", "EFO_2"],
      ["all", "EUR"],
      [1.3, 0.77],
      ["<5e-8", "<5e-8"]
    ]);
  });
});

describe("answerQuestion(question, database)", () => {
  it("has one row per variant, in the order of the file", async () => {
    const {page, rows} = await answered(question());
    expect(rows).toBe(200);
    expect(column(page, "variant_id")).toEqual(variants.map(({variant_id}) => variant_id));
  });

  it("sums a measure over the rows that match, and withholds the sum when a part is withheld", async () => {
    const {page} = await answered(
      question({measures: [ac(), ac("AFR"), hom({sex: "female"}), hom({sex: "female", ancestry: "EUR"})]})
    );
    const expected = (rows: Row[], name: string, where: Row) =>
      variants.map(({variant_id}) => {
        const parts = rows
          .filter((row) => matches(row, {variant_id, ...where}))
          .map((row) => row[name] as number | null);
        return parts.includes(null) ? null : (parts as number[]).reduce((sum, n) => sum + n, 0);
      });
    expect(column(page, "ac")).toEqual(expected(alleles, "ac", {}));
    expect(column(page, "ac AFR")).toEqual(expected(alleles, "ac", {ancestry: "AFR"}));
    expect(column(page, "hom sex=female")).toEqual(expected(genotypes, "hom_alt", {sex: "female"}));
    expect(column(page, "hom sex=female,ancestry=EUR")).toEqual(
      expected(genotypes, "hom_alt", {sex: "female", ancestry: "EUR"})
    );
    expect(column(page, "ac")).toContain(null);
  });

  // Denning, Denning & Schwartz 1979: a group that is not answered follows from two that are and differ by it.
  it("answers no tracker: every sum around a withheld group is withheld with it", async () => {
    const around: Record<string, string>[] = [
      {},
      {ancestry: "AMR"},
      {sex: "female"},
      {sex: "female", ancestry: "AMR"},
      {status: "case"}
    ];
    const {page} = await answered(question({measures: around.map((where) => hom(where))}));
    let hidden = 0;
    variants.forEach(({variant_id}, i) => {
      const isHidden = genotypes.some(
        (row) => matches(row, {variant_id, ancestry: "AMR", sex: "female", status: "case"}) && row.hom_alt === null
      );
      if (!isHidden) return;
      hidden += 1;
      for (const where of around) expect(column(page, hom(where).name)[i]).toBeNull();
    });
    expect(hidden).toBeGreaterThan(10);
  });

  it("divides sums for a ratio", async () => {
    const {page} = await answered(question({measures: [{...ac("EUR"), name: "af", over: {an: 1}, count: false}]}));
    const expected = variants.map(({variant_id}) => {
      const {ac, an} = alleles.find((row) => matches(row, {variant_id, ancestry: "EUR"}))!;
      return ac === null ? null : (ac as number) / (an as number);
    });
    expect(column(page, "af")).toEqual(expected);
  });

  it("knows its smallest count above 0, the other allele included, and how many cells are withheld", async () => {
    const {answer} = await answered(question({measures: [ac("AFR"), {...ac("AFR"), name: "an", sum: {an: 1}}]}));
    const shown = alleles.filter((row) => row.ancestry === "AFR" && row.ac !== null);
    const cells = shown.flatMap(({ac, an}) => [ac as number, an as number, (an as number) - (ac as number)]);
    expect(answer.smallestCell).toBe(Math.min(...cells.filter((n) => n > 0)));
    expect(answer.withheld).toBe(2 * (200 - shown.length));
  });

  it("has one row per group where the question splits, groups merged as it says", async () => {
    const split = question({
      columns: [],
      groupBy: ["ancestry", "sex"],
      filters: [{kind: "variant", ids: [String(variants[3].variant_id)]}],
      measures: [hom({})],
      mergeSmallest: 1
    });
    // The two smallest of the sample's ten groups are men and women of AMR: 576 and 624 of 1,200.
    const {page} = await answered(mergeGroups(split, release.manifest.people));
    expect(page.rows).toBe(9);
    const merged = column(page, "sex").indexOf("male or female");
    expect(column(page, "ancestry")[merged]).toBe("AMR");
    const parts = genotypes.filter((row) => matches(row, {variant_id: variants[3].variant_id, ancestry: "AMR"}));
    const sum = parts.reduce((n, row) => n + (row.hom_alt as number), 0);
    expect(column(page, "hom ")[merged]).toBe(parts.some(({hom_alt}) => hom_alt === null) ? null : sum);
  });

  it.each([
    ["gene", [{kind: "gene" as const, names: ["LDLR"]}], (row: Row) => row.gene === "LDLR"],
    ["region, both ends included", [{kind: "region" as const, chrom: "1", start: 1_000_137, end: 1_000_411}], inRegion],
    ["rsid", [{kind: "rsid" as const, ids: ["syn000007"]}], (row: Row) => row.rsid === "syn000007"],
    ["text in any case", [{kind: "text" as const, text: "ldL"}], (row: Row) => row.gene === "LDLR"],
    [
      "all filters together",
      [
        {kind: "gene" as const, names: ["APOE"]},
        {kind: "text" as const, text: "syn000002"}
      ],
      (row: Row) => row.rsid === "syn000002"
    ]
  ])("selects by %s", async (_, filters, expected) => {
    const {page} = await answered(question({filters}));
    expect(column(page, "variant_id")).toEqual(variants.filter(expected).map(({variant_id}) => variant_id));
    expect(await countVariants(filters, database)).toBe(page.rows);
    expect(page.rows).toBeGreaterThan(0);
  });

  it("reads pages in any order, withheld and empty values last", async () => {
    const {answer} = await answered(question());
    const pages = [
      await answer.page(0, 120, [{by: "ac", descending: true}]),
      await answer.page(120, 120, [{by: "ac", descending: true}])
    ];
    const counts = pages.flatMap((page) => column(page, "ac"));
    const shown = counts.filter((n) => n !== null) as number[];
    expect(counts.slice(0, shown.length)).toEqual([...shown].sort((a, b) => b - a));
    expect(counts.slice(shown.length).every((n) => n === null)).toBe(true);
    const ascending = column(await answer.page(0, 200, [{by: "ac", descending: false}]), "ac");
    expect(ascending.slice(0, shown.length)).toEqual([...shown].sort((a, b) => a - b));
  });

  it("takes limit and offset as part of the question", async () => {
    const {page} = await answered(question({limit: 3, offset: 5}));
    expect(column(page, "variant_id")).toEqual(variants.slice(5, 8).map(({variant_id}) => variant_id));
  });

  it("names what it does not know, and binds every value", async () => {
    await expect(answerQuestion(question({columns: ["iid"]}), database)).rejects.toThrow(
      "unknown column of variants: iid"
    );
    await expect(
      answerQuestion(question({measures: [{...ac(), sum: {"ac) FROM variants --": 1}}]}), database)
    ).rejects.toThrow("unknown column of allele_counts");
    const {rows} = await answered(question({filters: [{kind: "gene", names: ["' OR 1=1 --"]}]}));
    expect(rows).toBe(0);
  });
});

describe("countVariants(filters, database)", () => {
  it("is null for a question about everything", async () => {
    expect(await countVariants([], database)).toBeNull();
  });
});

function associations(variant: string): Uint8Array {
  const table = new ArrowTable({
    trait: vectorFromArray(["EFO_1", "EFO_2"], new Utf8()),
    variant_id: vectorFromArray([variant, variant], new Utf8()),
    ancestry: vectorFromArray(["all", "EUR"], new Utf8()),
    n_case: vectorFromArray([4000, 2000], new Int32()),
    odds_ratio: vectorFromArray([1.3, 0.77], new Float64()),
    p_bin: vectorFromArray(["<5e-8", "<5e-8"], new Utf8())
  });
  return writeParquet(ParquetTable.fromIPCStream(tableToIPC(table, "stream")));
}

function ac(ancestry?: string): Measure {
  const where: Record<string, string> = ancestry ? {ancestry} : {};
  return {name: ancestry ? `ac ${ancestry}` : "ac", table: "allele_counts", sum: {ac: 1}, where, count: true};
}

function hom(where: Record<string, string>): Measure {
  const name = `hom ${Object.entries(where)
    .map((entry) => entry.join("="))
    .join()}`;
  return {name, table: "genotype_counts", sum: {hom_alt: 1}, where, count: true};
}

function question(change: Partial<Question> = {}): Question {
  return {
    columns: ["variant_id"],
    groupBy: [],
    measures: [ac()],
    filters: [],
    orderBy: [],
    limit: null,
    offset: 0,
    ...change
  };
}

async function answered(asked: Question) {
  const answer = await answerQuestion(asked, database);
  return {answer, rows: answer.rows, page: await answer.page(0, 1_000)};
}

function column(page: {names: string[]; values: (string | number | null)[][]}, name: string) {
  return page.values[page.names.indexOf(name)];
}

function matches(row: Row, wanted: Row): boolean {
  return Object.entries(wanted).every(([name, value]) => row[name] === value);
}

function inRegion({chrom, pos}: Row): boolean {
  return chrom === "1" && (pos as number) >= 1_000_137 && (pos as number) <= 1_000_411;
}

async function rowsOf(text: string): Promise<Row[]> {
  const {names, values, rows} = await database.run({text, values: []});
  return Array.from({length: rows}, (_, i) => Object.fromEntries(names.map((name, k) => [name, values[k][i]])));
}
