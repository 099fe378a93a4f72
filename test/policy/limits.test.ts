import {readFileSync} from "node:fs";
import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {limitGroups, withLimit} from "../../src/policy/limits.js";
import {parseTables} from "../../src/policy/policyTables.js";
import {readPolicyFiles} from "../../data-loaders/release/policyBundle.js";

const text = readFileSync(new URL("../../policies/thresholds.yaml", import.meta.url), "utf8");

describe("limitGroups(text)", () => {
  it("has every limit that the rules decide by, with its sentence and source", () => {
    const groups = limitGroups(text);
    const found = Object.fromEntries(
      groups.flatMap(({id, limits}) => limits.map(({name, value}) => [`${id}.${name}`, value]))
    );
    expect(found).toEqual(parseTables(readPolicyFiles()).limits);
    for (const {sentence, source} of groups) {
      expect(sentence).not.toBe("");
      expect(source.url).toMatch(/^https:/);
    }
  });

  it("takes the comment above a limit with it", () => {
    const found = limitGroups("a:\n  # First.\n  x: 1\n  # Second,\n  # in two lines.\n  y: 2\n  sentence: S\n");
    expect(found[0].limits.map(({comment}) => comment)).toEqual(["First.", "Second, in two lines."]);
  });

  it("is empty for a text that is not YAML", () => {
    expect(limitGroups("a: [")).toEqual([]);
  });
});

describe("withLimit(text, group, name, value)", () => {
  it("changes the number and not another character", () => {
    const all = limitGroups(text).flatMap(({id, limits}) => limits.map(({name, value}) => ({id, name, value})));
    fc.assert(
      fc.property(fc.constantFrom(...all), fc.integer({min: 1, max: 1_000_000}), ({id, name, value}, next) => {
        const changed = withLimit(text, id, name, next)!;
        const differing = text.split("\n").flatMap((line, i) => (line === changed.split("\n")[i] ? [] : [line]));
        expect(differing.length).toBe(next === value ? 0 : 1);
        for (const line of differing) expect(line.trim().split(/[:\s]+/)[0]).toBe(name);
        const group = limitGroups(changed).find((found) => found.id === id)!;
        expect(group.limits.find((limit) => limit.name === name)!.value).toBe(next);
      })
    );
  });

  it("is null for a limit that is not there", () => {
    expect(withLimit(text, "small_cell", "nothing", 3)).toBeNull();
    expect(withLimit(text, "small_cell", "sentence", 3)).toBeNull();
    expect(withLimit("a: [", "a", "b", 3)).toBeNull();
  });
});
