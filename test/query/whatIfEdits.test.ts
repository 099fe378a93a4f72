import {describe, expect, it} from "vitest";
import {keepEdits, readEdits} from "../../src/query/whatIfEdits.js";

function storage(): Storage {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key)
  } as Storage;
}

describe("keepEdits(edits), readEdits()", () => {
  it("finds again what was kept, files that were taken away included", () => {
    const store = storage();
    const edits = {base: "abc", changes: {"policies/a.polar": "x", "policies/b.json": null}};
    expect(keepEdits(edits, store)).toBe(true);
    expect(readEdits(store)).toEqual(edits);
  });

  it("forgets them once nothing is changed", () => {
    const store = storage();
    keepEdits({base: "abc", changes: {a: "x"}}, store);
    keepEdits({base: "abc", changes: {}}, store);
    expect(readEdits(store)).toBeNull();
  });

  it("is null for anything that cannot be read, and says where nothing is kept", () => {
    for (const text of [
      "{",
      "null",
      "7",
      '{"base":"a"}',
      '{"base":"a","changes":{"f":1}}',
      '{"base":1,"changes":{"f":"x"}}'
    ])
      expect(readEdits({getItem: () => text})).toBeNull();
    expect(readEdits(null)).toBeNull();
    expect(keepEdits({base: "a", changes: {f: "x"}}, null)).toBe(false);
  });
});
