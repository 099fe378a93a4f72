import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {cochranArmitage} from "../../src/kernels/cochranArmitage.js";
import {expectSame, genotypes} from "./caseControlTables.js";

describe("cochranArmitage(genotypes)", () => {
  // numpy: correlation of dosage with case status over all people, times the root of their number
  it.each([
    [[100, 200, 50], [80, 260, 90], -3.6140422022363747, 3.5207703628618745],
    [[10, 40, 50], [60, 30, 10], 7.908745952947463, 14.585035732359819]
  ] as const)("of %j and %j is %d", (cases, controls, z, minusLog10P) => {
    const found = cochranArmitage({
      cases: [cases[0], cases[1], cases[2]],
      controls: [controls[0], controls[1], controls[2]]
    });
    expectSame(found.z, z);
    expectSame(found.minusLog10P, minusLog10P);
  });

  it("is unknown without cases, controls or two genotypes", () => {
    for (const [cases, controls] of [
      [
        [0, 0, 0],
        [1, 2, 3]
      ],
      [
        [1, 2, 3],
        [0, 0, 0]
      ],
      [
        [4, 0, 0],
        [5, 0, 0]
      ]
    ] as const)
      expect(cochranArmitage({cases, controls}).z).toBeNaN();
  });

  it("turns round with the alleles, and with cases and controls", () => {
    fc.assert(
      fc.property(genotypes, ({cases: [a, b, c], controls: [d, e, f]}) => {
        const {z} = cochranArmitage({cases: [a, b, c], controls: [d, e, f]});
        if (Number.isNaN(z)) return;
        expect(cochranArmitage({cases: [c, b, a], controls: [f, e, d]}).z).toBeCloseTo(-z, 9);
        expect(cochranArmitage({cases: [d, e, f], controls: [a, b, c]}).z).toBeCloseTo(-z, 9);
      }),
      {seed: 1}
    );
  });
});
