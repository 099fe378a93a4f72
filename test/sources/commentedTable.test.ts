import {describe, expect, it} from "vitest";
import {readCommentedTable} from "../../data-loaders/sources/commentedTable.js";
import {all, inputErrorOf, temporaryFolder} from "./temporary.js";

const folder = temporaryFolder();

async function read(text: string) {
  let header: unknown[] = [];
  const rows = await all(
    readCommentedTable(folder.write("table", text), (names, line) => {
      header = [line, ...names];
    })
  );
  return {header, rows: rows.map(({line, values}) => [line, ...values])};
}

describe("readCommentedTable(input, onHeader)", () => {
  it("passes over comments before the header, with or without # there, and below it", async () => {
    const rows = [
      [4, "1", "2"],
      [6, "3", ""]
    ];
    expect(await read("#version 2.4\n# by hand, twice\na\tb\n1\t2\n# comment\n3\t\n")).toEqual({
      header: [3, "a", "b"],
      rows
    });
    expect(await read("# one\n\n#a\tb\n1\t2\n\n3\t\n")).toEqual({header: [3, "a", "b"], rows});
  });

  it("tells commas from tabs by the header, and trims values", async () => {
    expect((await read("a,b\n1 , 2\n")).rows).toEqual([[2, "1", "2"]]);
    expect((await read("a\tb\n1,5\t2\t\t\n")).rows).toEqual([[2, "1,5", "2"]]);
  });

  it("names the line of what it cannot read", async () => {
    const problem = (text: string) => inputErrorOf(() => read(text));
    expect(await problem("a\tb\n1\n")).toBe("table:2: has 1 columns, but the header has 2");
    expect(await problem("a\tb\n1\t2\t3\n")).toBe("table:2: has 3 columns, but the header has 2");
    expect(await problem("a\t\tb\n")).toBe("table:1: column 2 has no name");
    expect(await problem("a\ta\n")).toBe("table:1: columns 1 and 2 have the same name");
    expect(await problem("a b\n1 2\n")).toBe("table:1: the header has one column; expected columns between tabs");
    expect(await problem("# a\n")).toBe("table: has no header");
  });
});
