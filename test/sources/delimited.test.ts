import {gzipSync} from "node:zlib";
import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {readDelimited} from "../../data-loaders/sources/delimited.js";
import type {InputFile} from "../../data-loaders/sources/inputFiles.js";
import {itWith} from "../require.js";
import {inputFile} from "../../data-loaders/sources/inputFiles.js";
import {all, inputErrorOf, temporaryFolder} from "./temporary.js";

const folder = temporaryFolder();

async function table(input: InputFile) {
  let columns: string[] = [];
  const rows = await all(readDelimited(input, (names) => (columns = names)));
  return {columns, lines: rows.map(({line}) => line), values: rows.map(({values}) => values)};
}

const read = (name: string, content: string | Uint8Array) => table(folder.write(name, content));
const problem = (name: string, content: string | Uint8Array) => inputErrorOf(() => read(name, content));

describe("readDelimited(input)", () => {
  it("tells tab, comma, semicolon and white space from the header", async () => {
    const expected = {columns: ["id", "pop"], lines: [2, 3], values: [["a", "x y"], ["b", ""]]}; // prettier-ignore
    expect(await read("a.tsv", "id\tpop\na\tx y\nb\t\n")).toEqual(expected);
    expect(await read("a.csv", "id,pop\na,x y\nb,\n")).toEqual(expected);
    expect(await read("a.ssv", "id;pop\na;x y\nb;\n")).toEqual(expected);
    expect(await read("a.txt", "id  pop\n a   x\nb y \n")).toEqual({
      ...expected,
      values: [
        ["a", "x"],
        ["b", "y"]
      ]
    });
  });

  it("reads CRLF, a byte order mark, # before the header, gzip and a last line without an end", async () => {
    const text = "\uFEFF#id\tpop\r\na\tx\r\n\r\nb\ty";
    const expected = {columns: ["id", "pop"], lines: [2, 4], values: [["a", "x"], ["b", "y"]]}; // prettier-ignore
    expect(await read("crlf.tsv", text)).toEqual(expected);
    expect(await read("named-wrongly.tsv", gzipSync(text))).toEqual(expected);
    expect(await read("crlf.csv", text.replaceAll("\t", ","))).toEqual(expected);
  });

  it("tolerates empty columns at the end of the header and of rows", async () => {
    expect(await read("panel.tsv", "id\tpop\t\t\na\tx\nb\ty\t\t\t\n")).toMatchObject({
      columns: ["id", "pop"],
      values: [
        ["a", "x"],
        ["b", "y"]
      ]
    });
  });

  it("reads quoted values, and says where a row with a line end inside begins", async () => {
    expect(await read("quoted.csv", 'id,note\na,"x, ""y""\nz"\nb,2\n')).toMatchObject({
      lines: [2, 4],
      values: [
        ["a", 'x, "y"\nz'],
        ["b", "2"]
      ]
    });
    expect((await read("quoted.tsv", 'id\tnote\n"a"\t5" tall\n')).values).toEqual([["a", '5" tall']]);
  });

  it("reads back whatever is quoted as CSV demands, at the right lines", async () => {
    const value = fc.string({unit: fc.constantFrom(...'ab,;"\n\té ')}).map((text) => text.trim());
    const rows = fc.array(fc.tuple(value, value), {minLength: 1, maxLength: 20});
    const quote = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
    await fc.assert(
      fc.asyncProperty(rows, fc.constantFrom("\n", "\r\n"), async (values, lineEnd) => {
        const kept = values.filter(([a, b]) => a !== "" || b !== "");
        const text = kept.map((row) => row.map(quote).join(",") + lineEnd);
        const found = await read("any.csv", `x,y${lineEnd}${text.join("")}`);
        expect(found.values).toEqual(kept);
        expect(found.lines).toEqual(kept.map((_, i) => 2 + (text.slice(0, i).join("").match(/\n/g) ?? []).length));
      }),
      {seed: 1, numRuns: 200}
    );
  });

  it("names file and line of a bad row, and shows no value", async () => {
    expect(await problem("short.tsv", "id\tpop\nSECRET\tx\nSECRET2\n")).toBe(
      "short.tsv:3: has 1 columns, but the header has 2"
    );
    expect(await problem("long.csv", "id,pop\nSECRET,x,y\n")).toBe("long.csv:2: has 3 columns, but the header has 2");
    expect(await problem("open.csv", 'id,pop\na,x\n\n"SECRET,y\nb,z\n')).toBe(
      'open.csv:4: a quote (") opens here and is never closed'
    );
    expect(await problem("within.csv", 'id,pop\nSECRET,x"y\n')).toMatch(/^within.csv:2: a quote \("\) within a value/);
  });

  it("refuses headers that cannot name every column once", async () => {
    expect(await problem("twice.tsv", "id\tpop\tid\n")).toBe("twice.tsv:1: columns 1 and 3 have the same name");
    expect(await problem("nameless.csv", "id,,pop\n")).toBe("nameless.csv:1: column 2 has no name");
  });

  it("refuses an empty file", async () => {
    expect(await problem("empty.tsv", "")).toBe("empty.tsv: is empty");
    expect(await problem("blank.tsv", "\n\n")).toBe("blank.tsv: is empty");
    expect(await inputErrorOf(() => table({file: `${folder.path}/none.tsv`, label: "none.tsv"}))).toBe(
      "none.tsv: does not exist"
    );
    expect(await inputErrorOf(() => table({file: folder.path, label: "a-folder"}))).toBe(
      "a-folder: cannot be read (EISDIR)"
    );
  });

  it("refuses a truncated or damaged gzip", async () => {
    const rows = Array.from({length: 5000}, (_, i) => `p${i}\t${(i * 7919) % 9973}`).join("\n");
    const bytes = gzipSync(`id\tn\n${rows}\n`);
    expect(await problem("cut.tsv.gz", bytes.subarray(0, bytes.length / 2))).toMatch(
      /^cut.tsv.gz:\d+: the gzip ends too early \(truncated\); copy or compress the file again$/
    );
    const damaged = Buffer.from(bytes);
    damaged.fill(0x55, 1000, 1100);
    expect(await problem("damaged.tsv.gz", damaged)).toMatch(/^damaged.tsv.gz:\d+: the gzip is damaged/);
  });

  it("refuses what is not UTF-8 text, at the line where it is seen", async () => {
    expect(await problem("latin1.tsv", Buffer.from("id\tpop\na\tx\nb\tcaf\xe9\n", "latin1"))).toBe(
      "latin1.tsv:3: is not UTF-8; save the file as UTF-8"
    );
    expect(await problem("utf16.tsv", Buffer.from("\uFEFFid\tpop\n", "utf16le"))).toBe(
      "utf16.tsv:1: is UTF-16; save it as UTF-8"
    );
    expect(await problem("zero.tsv", "id\tpop\na\t\0\n")).toBe("zero.tsv:1: holds zero bytes: not a text file");
    expect(await problem("mac.tsv", "id\tpop\ra\tx\r")).toBe(
      "mac.tsv:1: a line ends in CR alone; save the file with LF or CRLF"
    );
  });

  it("refuses a line of more than 1 MB", async () => {
    expect(await problem("huge.tsv", `id\tpop\na\t${"x".repeat(1_200_000)}\n`)).toBe(
      "huge.tsv:2: line of more than 1 MB; is this the right file?"
    );
  });

  it("keeps characters that lie across two reads", async () => {
    const rows = Array.from({length: 60_000}, (_, i) => `é${i}\tü`);
    const {values} = await read("long.tsv", `id\tpop\n${rows.join("\n")}\n`);
    expect(values.length).toBe(60_000);
    expect(values.every(([id, pop], i) => id === `é${i}` && pop === "ü")).toBe(true);
  });

  itWith("panel/integrated_call_samples_v3.20130502.ALL.panel", "hapmap3/relationships_w_pops_121708.txt")(
    "reads the panel of 1000 Genomes and the relationships of HapMap 3",
    async () => {
      const data = new URL("../../../shared/data/", import.meta.url).pathname;
      const panel = await table(inputFile(`${data}panel/integrated_call_samples_v3.20130502.ALL.panel`));
      expect(panel.columns).toEqual(["sample", "pop", "super_pop", "gender"]);
      expect(panel.values.length).toBe(2504);
      const hapmap = await table(inputFile(`${data}hapmap3/relationships_w_pops_121708.txt`));
      expect(hapmap.columns).toEqual(["FID", "IID", "dad", "mom", "sex", "pheno", "population"]);
      expect(hapmap.values.length).toBe(1301);
    }
  );
});
