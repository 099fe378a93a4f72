import {describe, expect, it} from "vitest";
import {shownR2} from "../../../data-loaders/disclosure/association/hideLd.js";
import {attackLinkage} from "../../../data-loaders/disclosure/audit/attackLinkage.js";
import {GenotypeCode} from "../../../data-loaders/disclosure/audit/genotypeCode.js";
import {seeded} from "./seeded.js";
import {limits, random} from "./strictLimits.js";

/** People with blocks of 12 linked variants, each block of 6 haplotypes; all pairs within a block. */
function linked(people: number, blocks: number) {
  const chance = seeded(9);
  const size = 12;
  const bytes = Math.ceil(people / 4);
  const genotypes = new Uint8Array(blocks * size * bytes);
  const [a, b]: [number[], number[]] = [[], []];
  for (let block = 0; block < blocks; ++block) {
    const haplotypes = Array.from({length: 6}, () => Array.from({length: size}, () => Number(chance() < 0.4)));
    const pairs = Array.from({length: people}, () => [0, 0].map(() => haplotypes[Math.floor(6 * chance())]));
    for (let j = 0; j < size; ++j) {
      const row = block * size + j;
      pairs.forEach(([one, other], person) => {
        const code = [GenotypeCode.homRef, GenotypeCode.het, GenotypeCode.homAlt][one[j] + other[j]];
        genotypes[row * bytes + (person >> 2)] |= code << (2 * (person & 3));
      });
      const differs = (k: number): boolean => haplotypes.some((h) => h[k] !== haplotypes[0][k]);
      for (let k = 0; k < j; ++k)
        if (differs(j) && differs(k)) {
          a.push(block * size + k);
          b.push(row);
        }
    }
  }
  return {people, genotypes, a, b};
}

function attack(people: number, blocks: number, publish: (r2: number, copiesPerR: number) => number | null) {
  const finding = attackLinkage(
    {
      table: "registered/ld",
      standing: "reported",
      groups: ["all"],
      groupOf: new Int16Array(people),
      ...linked(people, blocks),
      publish
    },
    limits,
    random
  );
  if (finding.figures.kind !== "membership") throw new Error("no membership");
  return {...finding, auc: finding.figures.auc};
}

describe("attackLinkage(published, limits, random)", () => {
  it("finds participants of a small group by exact linkage", () => {
    const {auc, withstood, attack: id} = attack(320, 120, (r2) => r2);
    expect(id).toBe("linkage");
    expect(auc).toBeGreaterThan(0.65);
    expect(withstood).toBe(false);
  });

  it("finds fewer by what is shown of it, and none where nothing is", () => {
    const exact = attack(320, 120, (r2) => r2).auc;
    const shown = attack(320, 120, (r2, copies) => shownR2(r2, copies, 20)).auc;
    expect(shown).toBeLessThan(exact - 0.05);
    expect(attack(320, 120, () => null).auc).toBeCloseTo(0.5, 6);
  });

  it("refuses groups too small to be divided", () => {
    expect(() => attack(60, 2, (r2) => r2)).toThrow(/no group is large enough/);
  });
});
