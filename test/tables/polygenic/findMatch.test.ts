import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {
  findMatch,
  isPalindromic,
  usualRules,
  type CohortRow
} from "../../../data-loaders/tables/polygenic/findMatch.js";
import {scoringOf} from "./scoringOf.js";

const row = (ref: string, alt: string, rest: Partial<CohortRow> = {}): CohortRow => ({
  ref,
  alt,
  frequency: 0.3,
  multiallelic: false,
  ...rest
});
const variant = (effectAllele: string, otherAllele: string | null, effectFrequency = NaN) =>
  scoringOf([{effectAllele, otherAllele, effectFrequency}]).variants[0];

describe("findMatch(variant, rows, rules)", () => {
  it.each([
    ["A", "G", "G", "A", "effect is alt", true],
    ["A", "G", "A", "G", "effect is ref", false],
    ["T", "C", "G", "A", "effect is alt, other strand", true],
    ["T", "C", "A", "G", "effect is ref, other strand", false],
    ["A", null, "G", "A", "effect is alt, no other allele", true],
    ["A", null, "A", "G", "effect is ref, no other allele", false],
    ["T", null, "G", "A", "effect is alt, no other allele, other strand", true],
    ["T", null, "A", "G", "effect is ref, no other allele, other strand", false],
    ["AT", "A", "A", "AT", "effect is alt", true],
    ["A", "AT", "A", "AT", "effect is ref", false]
  ])("effect %s, other %s at %s>%s: %s", (effect, other, ref, alt, kind, effectIsAlt) => {
    expect(findMatch(variant(effect, other), [row(ref, alt)], usualRules)).toEqual({row: 0, kind, effectIsAlt});
  });

  it.each([
    ["A", "C", "G", "A"],
    ["A", "G", "A", "AT"],
    ["TA", "T", "A", "AT"],
    ["C", null, "A", "T"]
  ])("effect %s, other %s is not %s>%s", (effect, other, ref, alt) => {
    expect(findMatch(variant(effect, other), [row(ref, alt)], usualRules)).toEqual({
      exclusion: null,
      unmatched: "other alleles"
    });
  });

  it("prefers both alleles on the same strand, then the first row", () => {
    const rows = [row("T", "C"), row("G", "A"), row("G", "A")];
    expect(findMatch(variant("A", "G"), rows, usualRules)).toMatchObject({row: 1, kind: "effect is alt"});
  });

  it("leaves out palindromic alleles, keeps them as named, or reads them by frequency", () => {
    const exclude = {exclusion: "palindromic"};
    const byFrequency = {...usualRules, palindromic: "frequency"} as const;
    expect(findMatch(variant("A", "T"), [row("T", "A")], usualRules)).toEqual(exclude);
    expect(findMatch(variant("A", null), [row("T", "A")], usualRules)).toEqual(exclude);
    expect(findMatch(variant("A", "T"), [row("T", "A")], {...usualRules, palindromic: "keep"})).toEqual({
      row: 0,
      kind: "effect is alt",
      effectIsAlt: true
    });
    const at = (effectFrequency: number, frequency: number) =>
      findMatch(variant("A", "T", effectFrequency), [row("T", "A", {frequency})], byFrequency);
    expect(at(0.2, 0.3)).toEqual({row: 0, kind: "effect is alt", effectIsAlt: true});
    expect(at(0.8, 0.3)).toEqual({row: 0, kind: "effect is ref, other strand", effectIsAlt: false});
    // Both sides of the margin around one half.
    expect(at(0.2, 0.4)).toEqual(exclude);
    expect(at(0.2, 0.39)).toMatchObject({row: 0});
    expect(at(0.6, 0.3)).toEqual(exclude);
    expect(at(0.61, 0.3)).toMatchObject({row: 0});
    expect(at(NaN, 0.3)).toEqual(exclude);
    expect(findMatch(variant("A", "T", 0.8), [row("T", "A")], {...byFrequency, strandFlips: false})).toEqual({
      exclusion: "other strand"
    });
  });

  it("leaves out the other strand, multiallelic sites and rows without genotypes, each with its reason", () => {
    const flipped = findMatch(variant("T", "C"), [row("G", "A")], {...usualRules, strandFlips: false});
    expect(flipped).toEqual({exclusion: "other strand"});
    const several = [row("G", "A", {multiallelic: true})];
    expect(findMatch(variant("A", "G"), several, usualRules)).toEqual({exclusion: "multiallelic"});
    const keep = {...usualRules, multiallelic: "keep"} as const;
    expect(findMatch(variant("A", "G"), several, keep)).toMatchObject({kind: "effect is alt"});
    // Copies of the reference cannot be counted where other alternates are written as it.
    expect(findMatch(variant("G", "A"), several, keep)).toEqual({exclusion: "multiallelic"});
    expect(findMatch(variant("A", "G"), [row("G", "A", {frequency: NaN})], usualRules)).toEqual({
      exclusion: "no genotypes"
    });
  });

  it("gives the same allele when the strand of a score is turned, and the other when its effect allele is", () => {
    const turn: Record<string, string> = {A: "T", C: "G", G: "C", T: "A"};
    const base = fc.constantFrom("A", "C", "G", "T");
    fc.assert(
      fc.property(base, base, base, base, (effect, other, ref, alt) => {
        fc.pre(effect !== other && ref !== alt && !isPalindromic(ref, alt));
        const found = findMatch(variant(effect, other), [row(ref, alt)], usualRules);
        const strand = findMatch(variant(turn[effect], turn[other]), [row(ref, alt)], usualRules);
        const swapped = findMatch(variant(other, effect), [row(ref, alt)], usualRules);
        if (!("row" in found)) {
          expect([strand, swapped]).toEqual([found, found]);
          return;
        }
        expect(strand).toMatchObject({row: 0, effectIsAlt: found.effectIsAlt});
        expect(swapped).toMatchObject({row: 0, effectIsAlt: !found.effectIsAlt});
      }),
      {seed: 3}
    );
  });
});
