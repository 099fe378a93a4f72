import {classHighlighter, highlightTree} from "@lezer/highlight";
import {describe, expect, it} from "vitest";
import {polarLanguage} from "../../../src/components/editor/polarLanguage.js";

/** Each coloured token with the name of its colour. */
function tokens(text: string): string[] {
  const found: string[] = [];
  highlightTree(polarLanguage.parser.parse(text), classHighlighter, (from, to, name) => {
    found.push(`${text.slice(from, to)} ${name.replaceAll("tok-", "")}`);
  });
  return found.filter((token) => !token.endsWith("punctuation"));
}

describe("polarLanguage", () => {
  it("tells comments, heads, facts, strings, keywords and numbers apart", () => {
    expect(
      tokens(`# No small count.\nforbid(_: {level: "a \\"b\\"", open: false}, "x.y") if\n  n >= 1 and not n in list;\n`)
    ).toEqual([
      "# No small count. comment",
      "forbid heading",
      "level propertyName",
      `"a \\"b\\"" string`,
      "open propertyName",
      "false bool",
      '"x.y" string',
      "if keyword",
      "1 number",
      "and keyword",
      "not keyword",
      "in keyword"
    ]);
  });

  it("takes a head inside a line, and a word that only begins like a keyword, for plain names", () => {
    expect(tokens("x(permit, iffy, notable) if forall(a, b);")).toEqual(["if keyword", "forall keyword"]);
  });

  it("ends a string that was left open at the end of its line", () => {
    expect(tokens('x("open\nforbid(a);')).toEqual(['"open string', "forbid heading"]);
  });
});
