import {describe, expect, it} from "vitest";
import {readPolicyBundle} from "../../data-loaders/release/policyBundle.js";
import {policyEngineClass} from "../../data-loaders/release/policyEngine.js";
import {parseClauses, type Clause} from "../../src/policy/clauses.js";
import {openClause} from "../../src/policy/clauseTable.js";
import {mutantsOf} from "../../src/policy/mutants.js";
import {polarTokens} from "../../src/policy/polarTokens.js";

function clause(text: string): Clause {
  return parseClauses("policies/query/x.polar", text)[0];
}

const texts = (text: string): (string | null)[] => mutantsOf(clause(text)).map((mutant) => mutant.text);

describe("mutantsOf(clause)", () => {
  it("leaves the rule out, concludes something else, drops a condition and turns it round", () => {
    expect(texts('forbid(_: {role: "public", noisy: true}, "x.y");')).toEqual([
      null,
      'refer(_: {role: "public", noisy: true}, "x.y");',
      'permit(_: {role: "public", noisy: true}, "x.y");',
      'forbid(_: {noisy: true}, "x.y");',
      'forbid(_: {role: other_role, noisy: true}, "x.y") if not other_role = "public";',
      'forbid(_: {role: "public"}, "x.y");',
      'forbid(_: {role: "public", noisy: false}, "x.y");'
    ]);
  });

  it("moves a limit by one and a comparison to its neighbour", () => {
    const all = texts('refer(_: {variants: n}, "x.y") if n >= 5;');
    expect(all).toContain('refer(_: {variants: n}, "x.y") if n > 5;');
    expect(all).toContain('refer(_: {variants: n}, "x.y") if n >= 6;');
    expect(all).toContain('refer(_: {variants: n}, "x.y") if n >= 4;');
    expect(all).toContain('refer(_: {variants: n}, "x.y") if not (n >= 5);');
    expect(all).toContain('refer(_: {variants: n}, "x.y") if [n] = [n];');
  });

  it("drops elements of a list and exchanges and for or, in brackets", () => {
    const all = texts('permit(_: {action: a, role: r}, "x.y") if a in ["view", "export"] and not r = "public";');
    expect(all).toContain('permit(_: {action: a, role: r}, "x.y") if a in ["export"] and not r = "public";');
    expect(all).toContain('permit(_: {action: a, role: r}, "x.y") if (a in ["view", "export"]) or (not r = "public");');
    expect(all).toContain('permit(_: {action: a, role: r}, "x.y") if a in ["view", "export"] and r = "public";');
  });

  it("keeps what a rule is about: without it there is nothing to conclude", () => {
    expect(texts('oblige(_: {duties: codes}, ["x.duty", code]) if code in codes;')).toEqual([
      null,
      'oblige(_: {duties: codes}, ["x.duty", code]) if not (code in codes);'
    ]);
  });

  it("makes none of a clause that only defines a word", () => {
    expect(texts('for_health(kind) if kind in ["health"];')).toEqual([]);
  });

  it("gives texts that the engine loads, for every rule in force", async () => {
    for (const gate of ["release", "query"] as const)
      for (const {file, text} of readPolicyBundle(gate).polar)
        for (const one of parseClauses(file, text))
          for (const mutant of mutantsOf(one))
            if (mutant.text !== null) await openClause(policyEngineClass, {...one, text: mutant.text});
  });
});

describe("polarTokens(text)", () => {
  it("covers every character of every rule in force but spaces and comments", () => {
    for (const gate of ["release", "query"] as const)
      for (const {text} of readPolicyBundle(gate).polar) {
        const bare = text.replace(/^#.*$/gm, "").replace(/\s+/g, "");
        // Strings of rules hold no spaces but in words, which both sides lose.
        expect(
          polarTokens(text)
            .map((token) => token.text)
            .join("")
            .replace(/\s+/g, "")
        ).toBe(bare);
      }
  });

  it("stops at what is no Polar", () => {
    expect(() => polarTokens('permit(x) ? "y"')).toThrow("not a token of Polar: ?");
  });
});
