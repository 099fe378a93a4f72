import fc from "fast-check";
import {Matrix, solve} from "ml-matrix";
import {describe, expect, it} from "vitest";
import {randomStream} from "../../../data-loaders/sources/synthetic/randomStream.js";
import {projectOnReference} from "../../../data-loaders/tables/ancestry/projections.js";
import {alleleFrequencies, type PackedGenotypes} from "../../../data-loaders/tables/structure/alleleFrequencies.js";
import {
  principalComponents,
  standardisedGenotypes,
  type PrincipalComponents
} from "../../../data-loaders/tables/structure/principalComponents.js";
import {standardisePlainly} from "../../../data-loaders/tables/structure/standardisedGenotypes.js";
import {packedOf, structuredGenotypes} from "../structure/packedOf.js";

async function referenceOf(people: number, variants: number, seed: number): Promise<PrincipalComponents> {
  const packed = structuredGenotypes(
    {people, variants, groups: 3, fst: 0.2, missing: 0},
    randomStream(seed, "reference")
  );
  const included = new Uint8Array(people).fill(1);
  return principalComponents(await standardisedGenotypes(packed, included), {
    included,
    components: 4,
    random: randomStream(seed, "start")
  });
}

/** Least squares of the genotypes that are there on the loadings, by the normal equations. */
function fittedPlainly(
  packed: PackedGenotypes,
  {frequencies, loadings, eigenvalues}: PrincipalComponents,
  components: number,
  person: number
): {along: number[]; apart: number} {
  const code = (v: number): number =>
    (packed.genotypes[v * Math.ceil(packed.people / 4) + (person >> 2)] >> (2 * (person & 3))) & 3;
  const there = Array.from({length: packed.variants}, (_, v) => v).filter((v) => code(v) !== 1);
  const z = standardisePlainly(packed, frequencies);
  const design = new Matrix(
    there.map((v) => Array.from({length: components}, (_, c) => loadings[v * eigenvalues.length + c]))
  );
  const y = Matrix.columnVector(there.map((v) => z[v][person]));
  const along = solve(design.transpose().mmul(design), design.transpose().mmul(y));
  const rest = Matrix.sub(y, design.mmul(along)).norm();
  return {along: along.to1DArray(), apart: rest * Math.sqrt(packed.variants / there.length)};
}

describe("projectOnReference(packed, components, count)", () => {
  it("is the least-squares fit to the genotypes that a person has", async () => {
    const input = fc.record({
      people: fc.integer({min: 1, max: 30}),
      missing: fc.constantFrom(0, 0.05, 0.5),
      seed: fc.nat()
    });
    await fc.assert(
      fc.asyncProperty(input, async ({people, missing, seed}) => {
        const reference = await referenceOf(40, 120, 3);
        const packed = structuredGenotypes(
          {people, variants: 120, groups: 3, fst: 0.2, missing},
          randomStream(seed, "people")
        );
        const {along, apart, called} = await projectOnReference(packed, reference, 3);
        for (let person = 0; person < people; ++person) {
          const plain = fittedPlainly(packed, reference, 3, person);
          plain.along.forEach((value, c) => expect(Math.abs(along[person * 3 + c] - value)).toBeLessThan(1e-4));
          expect(Math.abs(apart[person] - plain.apart)).toBeLessThan(1e-4);
          expect(called[person]).toBeGreaterThan(missing === 0 ? 0.999 : 0);
        }
      }),
      {seed: 20261124, numRuns: 30}
    );
  });

  it("does not depend on who else is projected, beyond one block of people too", async () => {
    const reference = await referenceOf(40, 60, 5);
    const packed = structuredGenotypes(
      {people: 1100, variants: 60, groups: 3, fst: 0.2, missing: 0.1},
      randomStream(6, "people")
    );
    const all = await projectOnReference(packed, reference, 4);
    for (const person of [0, 1023, 1024, 1099]) {
      const copies = [2, NaN, 1, 0];
      const alone = packedOf(
        Array.from({length: 60}, (_, v) => [
          copies[(packed.genotypes[v * 275 + (person >> 2)] >> (2 * (person & 3))) & 3]
        ])
      );
      const own = await projectOnReference(alone, reference, 4);
      expect([...own.along]).toEqual([...all.along.subarray(person * 4, person * 4 + 4)]);
      expect(own.apart[0]).toBe(all.apart[person]);
    }
  });

  it("says nothing of a person without genotypes", async () => {
    const reference = await referenceOf(40, 60, 5);
    const {along, called} = await projectOnReference(packedOf(Array.from({length: 60}, () => [NaN])), reference, 2);
    expect([...along]).toEqual([NaN, NaN]);
    expect(called[0]).toBe(0);
  });

  it("has the frequencies of the reference, not of the people who are projected", async () => {
    const reference = await referenceOf(40, 60, 5);
    const packed = packedOf(Array.from({length: 60}, () => [2, 2, 2]));
    expect([...(await alleleFrequencies(packed, Uint8Array.of(1, 1, 1)))].every((frequency) => frequency === 1)).toBe(
      true
    );
    const {along} = await projectOnReference(packed, reference, 2);
    expect(Math.abs(along[0])).toBeGreaterThan(0.1);
  });
});
