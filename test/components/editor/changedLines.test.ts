import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {changedLines} from "../../../src/components/editor/changedLines.js";

/** Takes out and puts in what the list says: a plain twin of the comparison, from its own answer. */
function replay(before: string, changes: ReturnType<typeof changedLines>): string {
  const out = changes.filter(({sign}) => sign === "−").map(({line}) => line - 1);
  const left = before.split("\n").filter((_, i) => !out.includes(i));
  for (const {sign, line, text} of changes) if (sign === "+") left.splice(line - 1, 0, text);
  return left.join("\n");
}

describe("changedLines(before, after)", () => {
  it("names lines taken out by their old number and lines put in by their new one", () => {
    expect(changedLines("a\nb\nc\n", "a\nB\nc\nd\n")).toEqual([
      {sign: "−", line: 2, text: "b"},
      {sign: "+", line: 2, text: "B"},
      {sign: "+", line: 4, text: "d"}
    ]);
  });

  it("turns any text into any other, line by line", () => {
    const text = fc
      .array(fc.constantFrom("", "a", "b", "limit: 20", "limit: 10"), {maxLength: 12})
      .map((x) => x.join("\n"));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const changes = changedLines(before, after);
        expect(replay(before, changes)).toBe(after);
        for (const {sign, line, text} of changes)
          expect((sign === "+" ? after : before).split("\n")[line - 1]).toBe(text);
        if (before === after) expect(changes).toEqual([]);
      }),
      {numRuns: 1000, examples: [["\nlimit: 10\n", "\n\nlimit: 10\n"]]}
    );
  });
});
