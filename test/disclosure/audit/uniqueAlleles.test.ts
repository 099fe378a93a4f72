import {describe, expect, it} from "vitest";
import {countUniqueAlleles} from "../../../data-loaders/disclosure/audit/uniqueAlleles.js";

describe("countUniqueAlleles(ac, an, shown)", () => {
  it("counts published cells that one chromosome stands out in", () => {
    // ac  0  1  2  19  18  1  1  0  1
    // an 20 20 20  20  20 20  2  1  1
    const ac = Int32Array.of(0, 1, 2, 19, 18, 1, 1, 0, 1);
    const an = Int32Array.of(20, 20, 20, 20, 20, 20, 2, 1, 1);
    const shown = Uint8Array.of(1, 1, 1, 1, 1, 0, 1, 1, 1);
    expect(countUniqueAlleles(ac, an, shown)).toEqual({alternate: 3, reference: 2});
    expect(countUniqueAlleles(ac, an, new Uint8Array(9))).toEqual({alternate: 0, reference: 0});
  });

  it("refuses cells of different numbers", () => {
    expect(() => countUniqueAlleles(Int32Array.of(1), Int32Array.of(2, 2), Uint8Array.of(1))).toThrow(
      "cells of different numbers: 1 counts, 2 totals, 1 marks"
    );
  });
});
