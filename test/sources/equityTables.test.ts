import {gzipSync} from "node:zlib";
import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {readEquityTables} from "../../data-loaders/sources/equityTables.js";
import {inputFile} from "../../data-loaders/sources/inputFiles.js";
import {readManifest, type EquityTableSource} from "../../data-loaders/sources/manifest.js";
import type {EquityCandidate} from "../../data-loaders/sources/cohort.js";
import {itWith} from "../require.js";
import {inputErrorOf, temporaryFolder} from "./temporary.js";

const folder = temporaryFolder();
let count = 0;

type Entry = Partial<Omit<EquityTableSource, "file">>;

function read(content: string | Uint8Array, entry: Entry = {}): Promise<EquityCandidate[]> {
  const file = folder.write(`table${++count}.csv`, content);
  return readEquityTables([tableOf({file, ...entry})]);
}

function tableOf(entry: Entry & Pick<EquityTableSource, "file">): EquityTableSource {
  return {source: "a survey", synthetic: false, population: "people", columns: {}, constants: {}, ...entry};
}

/** The message for a table with these lines, as `table.csv:line: …`. */
async function problem(lines: string[], entry: Entry = {}): Promise<string> {
  return (await inputErrorOf(() => read(`${lines.join("\n")}\n`, entry))).replace(/table\d+/g, "table");
}

const columns = [
  "setting",
  "date",
  "indicator",
  "dimension",
  "subgroup",
  "subgroup_order",
  "estimate",
  "se",
  "ci_lb",
  "ci_ub",
  "population",
  "setting_average",
  "favourable_indicator",
  "ordered_dimension",
  "indicator_scale",
  "reference_subgroup"
];
const header = columns.join(",");
const poorest = "A,2020,tested,wealth,poorest,1,40,2,36,44,500,52,1,1,100,0";
const richest = "A,2020,tested,wealth,richest,2,60,2,56,64,700,52,1,1,100,0";
const north = "A,2020,tested,region,north,,50,2,46,54,600,52,1,0,100,1";
const south = "A,2020,tested,region,south,,54,2,50,58,600,52,1,0,100,0";
const good = [header, poorest, richest, north, south];

/** `row` with one value changed. */
function changed(row: string, column: string, value: string): string {
  return row
    .split(",")
    .map((old, i) => (columns[i] === column ? value : old))
    .join(",");
}

describe("readEquityTables(tables)", () => {
  it("reads one row per subgroup", async () => {
    const rows = await read(good.join("\n"));
    expect(rows).toHaveLength(4);
    expect(rows[0]).toEqual({
      setting: "A",
      date: "2020",
      source: "a survey",
      indicator: "tested",
      dimension: "wealth",
      subgroup: "poorest",
      subgroup_order: 1,
      estimate: 40,
      se: 2,
      ci_lb: 36,
      ci_ub: 44,
      population: 500,
      setting_average: 52,
      favourable_indicator: true,
      ordered_dimension: true,
      indicator_scale: 100,
      reference_subgroup: false,
      synthetic: false,
      countsPeople: true
    });
    expect(rows[2]).toMatchObject({subgroup_order: null, reference_subgroup: true});
  });

  it("takes constants and other names of columns from the manifest, and indicator_name as HEAT writes it", async () => {
    const rows = await read("indicator_name;group;est;flag\ntested;women;0.4;\ntested;men;0.5;small sample\n", {
      population: "weights",
      synthetic: true,
      columns: {subgroup: "group", estimate: "est"},
      constants: {
        setting: "B",
        dimension: "sex",
        favourable_indicator: "false",
        ordered_dimension: "false",
        indicator_scale: "1"
      }
    });
    expect(rows.map(({subgroup, estimate, setting, synthetic}) => [subgroup, estimate, setting, synthetic])).toEqual([
      ["women", 0.4, "B", true],
      ["men", 0.5, "B", true]
    ]);
    expect(rows[0]).toMatchObject({indicator: "tested", favourable_indicator: false, population: null, date: null});
    expect(rows[0].countsPeople).toBe(false);
  });

  it("reads CRLF, a byte order mark, gzip and tabs alike", async () => {
    const rows = await read(good.join("\n"));
    const text = `\uFEFF${good.join("\r\n")}\r\n`;
    expect(await read(text)).toEqual(rows);
    expect(await read(gzipSync(text))).toEqual(rows);
    expect(await read(good.join("\n").replaceAll(",", "\t"))).toEqual(rows);
  });

  it.each([
    ["estimate", "", "estimate: missing; leave the row out where there is none"],
    ["estimate", "40 %", "estimate: expected a number from 0 to 100 (indicator_scale)"],
    ["estimate", "100.1", "estimate: expected a number from 0 to 100 (indicator_scale)"],
    ["estimate", "-1", "estimate: expected a number from 0 to 100 (indicator_scale)"],
    ["estimate", "0x10", "estimate: expected a number from 0 to 100 (indicator_scale)"],
    ["estimate", "1e999", "estimate: expected a number from 0 to 100 (indicator_scale)"],
    ["se", "-0.1", "se: expected a number of 0 or more"],
    ["ci_lb", "41", "ci_lb: expected no more than the estimate"],
    ["ci_ub", "39", "ci_ub: expected no less than the estimate"],
    ["ci_ub", "", "ci_lb and ci_ub: expected both or neither"],
    ["population", "-5", "population: expected a number of 0 or more"],
    ["population", "", "population: missing; give the number of people, or leave the row out"],
    ["population", "1,000", null],
    ["setting_average", "101", "setting_average: expected a number from 0 to 100 (indicator_scale)"],
    ["favourable_indicator", "maybe", "favourable_indicator: expected 1 (yes) or 0 (no)"],
    ["favourable_indicator", "", "favourable_indicator: missing"],
    ["ordered_dimension", "", "ordered_dimension: missing"],
    ["indicator_scale", "0", "indicator_scale: expected a number above 0"],
    ["subgroup", "", "subgroup: missing"],
    ["setting", "", "setting: missing"],
    ["indicator", "x".repeat(501), "indicator: longer than 500 characters"],
    [
      "subgroup_order",
      "",
      "subgroup_order: missing in an ordered dimension; number the subgroups from 1 = most disadvantaged"
    ],
    ["subgroup_order", "1.5", "subgroup_order: expected a whole number from 1"],
    ["subgroup_order", "0", "subgroup_order: expected a whole number from 1, 1 = most disadvantaged"]
  ])("refuses %s %j with its line", async (column, value, what) => {
    expect(await problem([header, north, south, changed(poorest, column, value)])).toBe(
      `table.csv:4: ${what ?? "has 17 columns, but the header has 16"}`
    );
  });

  it.each([
    ["subgroup", "poorest", "subgroup: the same as in line 2"],
    ["subgroup_order", "1", "subgroup_order: the same as in line 2"],
    ["indicator_scale", "1000", "indicator_scale: differs from line 2; one value for all rows of an indicator"],
    ["favourable_indicator", "0", "favourable_indicator: differs from line 2; one value for all rows of an indicator"],
    ["ordered_dimension", "0", "ordered_dimension: differs from line 2; one value for all rows of a dimension"],
    [
      "setting_average",
      "53",
      "setting_average: differs from line 2; one value for all rows of an indicator, setting and date"
    ]
  ])("refuses a second row with %s %s", async (column, value, what) => {
    expect(await problem([header, poorest, changed(richest, column, value)])).toBe(`table.csv:3: ${what}`);
  });

  it("refuses two reference subgroups of one dimension, but not of two dimensions, dates or settings", async () => {
    expect(await problem([header, north, changed(south, "reference_subgroup", "1")])).toBe(
      "table.csv:3: reference_subgroup: one for each dimension of an indicator, and there is one in line 2"
    );
    const others = [
      changed(north, "date", "2021"),
      changed(north, "setting", "B"),
      changed(north, "dimension", "area")
    ];
    expect(await read([header, north, ...others].join("\n"))).toHaveLength(4);
  });

  it("compares rows of different files, and names both", async () => {
    const first = {...folder.write("first.csv", [header, poorest].join("\n")), label: "first.csv"};
    const second = {...folder.write("second.csv", [header, poorest].join("\n")), label: "second.csv"};
    expect(await inputErrorOf(() => readEquityTables([first, second].map((file) => tableOf({file}))))).toBe(
      "second.csv:2: subgroup: the same as in first.csv:2"
    );
  });

  it("says which column is missing and how to give it", async () => {
    const without = (column: string): string[] =>
      good.map((row) =>
        row
          .split(",")
          .filter((_, i) => columns[i] !== column)
          .join(",")
      );
    expect(await problem(without("estimate"))).toBe(
      "table.csv:1: has no column estimate; name it in equity[0].columns"
    );
    expect(await problem(without("setting"))).toBe(
      "table.csv:1: has no column setting; name it in equity[0].columns or give it for all rows as equity[0].setting"
    );
    expect(await problem(without("population"))).toBe(
      "table.csv:1: has no column population; name it in equity[0].columns, or write population: weights in the " +
        "manifest where no group can be of a few people"
    );
    expect(await problem(good, {columns: {estimate: "est"}})).toBe(
      "table.csv:1: has no column est, which equity[0].columns names for estimate"
    );
    expect(await problem(good, {constants: {setting: "B"}})).toBe(
      "table.csv:1: has a column for setting, which equity[0].setting of the manifest gives as well; keep one of them"
    );
  });

  it("refuses what is no table at all", async () => {
    expect(await problem([""])).toBe("table.csv: is empty");
    expect(await problem([header])).toBe("table.csv: has no rows below its header");
    expect(await inputErrorOf(() => read(Buffer.from([0x66, 0xe9, 0x0a])))).toMatch(
      /is not UTF-8; save the file as UTF-8$/
    );
    expect(await inputErrorOf(() => read(Buffer.from(`\uFEFF${header}`, "utf16le")))).toMatch(
      /UTF-16; save it as UTF-8$/
    );
    expect(await inputErrorOf(() => read(gzipSync(good.join("\n")).subarray(0, 40)))).toMatch(/truncated/);
    expect(await inputErrorOf(() => read(`${header}\n${"x".repeat(1 << 21)}`))).toMatch(
      /^table\d+\.csv:2: line of more than 1 MB; is this the right file\?$/
    );
    expect(await inputErrorOf(() => read(good.join("\r")))).toMatch(/a line ends in CR alone/);
    expect(await problem([header, `"${poorest}`])).toMatch(/^table\.csv:2: a quote/);
  });

  it("refuses more rows than a page can read at once", async () => {
    const rows = Array.from({length: 20_001}, (_, i) => changed(north, "setting", `s${i}`));
    expect(await problem([header, ...rows])).toBe(
      "table.csv:20002: more than 20000 rows in all equity tables; leave some indicators out"
    );
  });

  it("property: what is written is read, and one wrong value is refused at its line", async () => {
    const row = fc.record({
      estimate: fc.double({min: 0, max: 100, noNaN: true}),
      population: fc.integer({min: 0, max: 1e6}),
      se: fc.option(fc.double({min: 0, max: 50, noNaN: true}))
    });
    const wrong = fc.constantFrom(
      ["estimate", "101"],
      ["estimate", "x"],
      ["population", "-1"],
      ["se", "-1"],
      ["subgroup_order", ""],
      ["indicator_scale", "no"]
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, {minLength: 1, maxLength: 12}),
        wrong,
        fc.nat(),
        async (rows, [column, value], at) => {
          const lines = rows.map(({estimate, population, se}, i) =>
            [
              "A",
              "",
              "tested",
              "wealth",
              `g${i}`,
              i + 1,
              estimate,
              se ?? "",
              "",
              "",
              population,
              "",
              1,
              1,
              100,
              0
            ].join(",")
          );
          const read1 = await read([header, ...lines].join("\n"));
          expect(read1.map(({estimate, population, se}) => ({estimate, population, se}))).toEqual(
            rows.map(({estimate, ...rest}) => ({estimate: estimate + 0, ...rest}))
          );
          const bad = at % rows.length;
          const message = await problem([
            header,
            ...lines.map((line, i) => (i === bad ? changed(line, column, value) : line))
          ]);
          expect(message).toMatch(new RegExp(`^table\\.csv:${bad + 2}: ${column}: `));
        }
      ),
      {numRuns: 60}
    );
  });
});

describe("equity tables of WHO healthequal", () => {
  const data = new URL("../../../shared/data/healthequal/", import.meta.url).pathname;
  const own = {setting: "Indonesia"};
  const example = {
    ...own,
    indicator: "example",
    dimension: "example",
    favourable_indicator: "true",
    indicator_scale: "100"
  };
  const samples: [string, number, Entry][] = [
    ["OrderedSample.csv", 5, {constants: own}],
    ["OrderedSampleMultipleind.csv", 10, {constants: own}],
    ["NonorderedSample.csv", 34, {constants: own}],
    ["NonorderedSampleMultipleind.csv", 71, {constants: own}],
    [
      "test_input_ordered5.csv",
      5,
      {
        columns: {subgroup: "subgroup_order", population: "pop", estimate: "est"},
        constants: {...example, ordered_dimension: "true"}
      }
    ],
    [
      "test_input_nonordered25.csv",
      25,
      {columns: {population: "pop", estimate: "est"}, constants: {...example, ordered_dimension: "false"}}
    ]
  ];
  for (const [name, rows, entry] of samples)
    itWith(`healthequal/${name}`)(`reads ${name}`, async () => {
      const file = inputFile(`${data}${name}`);
      expect(await readEquityTables([tableOf({file, ...entry})])).toHaveLength(rows);
    });
});

describe("equity and catchment in a manifest", () => {
  const table = "id: x\nbuild: GRCh37\nsynthetic: {seed: 1, people: 1, variants: 1}\n";
  const manifest = (text: string): Promise<unknown> =>
    readManifest(folder.write("cohort.yaml", `${table}${text}`).file);
  const message = async (text: string): Promise<string> =>
    (await inputErrorOf(() => manifest(text))).replace(/^.*cohort\.yaml/, "cohort.yaml");
  folder.write("table.csv", good.join("\n"));

  it("gives what is the same for all rows as a file would write it", async () => {
    const {equity, catchment, files} = await readManifest(
      folder.write(
        "cohort.yaml",
        `${table}equity:\n- {file: table.csv, source: ours, date: 2020, favourable_indicator: true, indicator_scale: 100, columns: {estimate: est}}\ncatchment: {file: table.csv, source: census}\n`
      ).file
    );
    expect(equity).toMatchObject([
      {
        source: "ours",
        synthetic: false,
        population: "people",
        columns: {estimate: "est"},
        constants: {date: "2020", favourable_indicator: "true", indicator_scale: "100"}
      }
    ]);
    expect(catchment?.source).toBe("census");
    expect(files.filter((file) => file.endsWith("table.csv"))).toHaveLength(2);
  });

  it("says which entry and field is wrong", async () => {
    expect(await message("equity:\n- {file: gone.csv, source: ours}\n")).toMatch(
      /^cohort\.yaml:5: equity\[0\]\.file: .*gone\.csv does not exist; paths are relative to the manifest$/
    );
    expect(await message("equity:\n- {file: table.csv}\n")).toBe(
      "cohort.yaml:5: equity[0].source: missing; expected where the numbers come from: a citation"
    );
    expect(await message("equity: [{file: table.csv, source: ours, popluation: weights}]\n")).toMatch(
      /equity\[0\]\.popluation: unknown field; did you mean population\?/
    );
    expect(await message("equity: [{file: table.csv, source: ours, columns: {estimat: est}}]\n")).toMatch(
      /equity\[0\]\.columns\.estimat: unknown field; did you mean estimate\?/
    );
    expect(await message("equity: [{file: table.csv, source: ours, population: persons}]\n")).toMatch(
      /equity\[0\]\.population: expected people, share or weights, found "persons"/
    );
  });
});
