import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {formKey, minimalVariant} from "../../src/model/minimalVariant.js";

function minimal(pos: number, ref: string, alt: string): string {
  return formKey(minimalVariant({chrom: "7", pos, ref, alt}));
}

describe("minimalVariant(variant)", () => {
  it("drops bases that both alleles share, but keeps one before an indel", () => {
    expect(minimal(10, "A", "G")).toBe("7-10-A-G");
    expect(minimal(10, "CAG", "CTG")).toBe("7-11-A-T");
    expect(minimal(10, "CAT", "CATAT")).toBe("7-10-C-CAT");
    expect(minimal(10, "ATGATGATGA", "ATGATGA")).toBe("7-10-ATGA-A");
    expect(minimal(10, "TGC", "TA")).toBe("7-11-GC-A");
    expect(minimal(10, "GATTC", "GTTC")).toBe("7-10-GA-G");
  });

  it("has one form however many bases of the surroundings are written with the variant", () => {
    const bases = (minLength: number, maxLength: number) =>
      fc.array(fc.constantFrom(..."ACGT"), {minLength, maxLength}).map((found) => found.join(""));
    fc.assert(
      fc.property(
        bases(1, 6),
        bases(1, 6),
        bases(0, 5),
        bases(0, 5),
        fc.integer({min: 100, max: 200}),
        (ref, alt, before, after, pos) => {
          fc.pre(ref !== alt);
          const form = minimalVariant({chrom: "7", pos, ref, alt});
          expect(minimalVariant(form)).toEqual(form);
          // Written with more bases behind, the form is the same or further left in the same stretch; never another change.
          const padded = minimalVariant({
            chrom: "7",
            pos: pos - before.length,
            ref: before + ref + after,
            alt: before + alt + after
          });
          expect(padded.ref.length - padded.alt.length).toBe(ref.length - alt.length);
          expect(padded.pos).toBeLessThanOrEqual(form.pos);
          const text = before + ref + after;
          const at = padded.pos - (pos - before.length);
          expect(text.slice(0, at) + padded.alt + text.slice(at + padded.ref.length)).toBe(before + alt + after);
        }
      ),
      {seed: 3}
    );
  });
});
