import {parse} from "csv-parse/sync";
import {describe, expect, it} from "vitest";
import {answerCsv, answerHtml, answerTsv} from "../../src/query/exportCsv.js";

const names = ["variant_id", "gene", "ac", "af"];
const pages = [
  {
    names,
    offset: 0,
    rows: 2,
    values: [
      ["1-5-A-G", "1-6-A-<DEL>"],
      ['A,"B"', "=cmd()"],
      [21, null],
      [0.5, NaN]
    ]
  },
  {names, offset: 2, rows: 1, values: [["1-7-A-T"], [""], [0], [0]]}
];
const columns = [
  {name: "ac", label: "AC"},
  {name: "variant_id", label: "Variant"},
  {name: "gene", label: "Gene"},
  {name: "af", label: "AF"}
];

describe("answerCsv(pages, columns, facts)", () => {
  const csv = answerCsv(pages, columns, [["Cohort", "A cohort\nof two lines"]]);

  it("begins with provenance in lines of their own", () => {
    expect(csv.split("\r\n")[0]).toBe("# Cohort: A cohort of two lines");
  });

  it("holds exactly the columns shown, in their order, and every row", () => {
    expect(parse(csv, {comment: "#", relax_column_count: false})).toEqual([
      ["AC", "Variant", "Gene", "AF"],
      ["21", "1-5-A-G", 'A,"B"', "0.5"],
      ["withheld", "1-6-A-<DEL>", "'=cmd()", ""],
      ["0", "1-7-A-T", "", "0"]
    ]);
  });
});

describe("answerTsv(pages, columns)", () => {
  it("is one line per row, values apart by tabs", () => {
    expect(answerTsv(pages, columns).split("\n")).toEqual([
      "AC\tVariant\tGene\tAF",
      '21\t1-5-A-G\tA,"B"\t0.5',
      "withheld\t1-6-A-<DEL>\t=cmd()\t",
      "0\t1-7-A-T\t\t0",
      ""
    ]);
  });
});

describe("answerHtml(pages, columns, facts)", () => {
  it("is a table whose text is escaped", () => {
    const html = answerHtml(pages, columns, [["Cohort", "a & b"]]);
    expect(html).toContain("<caption>Cohort: a &amp; b</caption>");
    expect(html).toContain("<td>1-6-A-&lt;DEL&gt;</td>");
    expect(html.match(/<tr>/g)).toHaveLength(4);
  });
});
