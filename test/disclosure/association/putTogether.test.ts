import fc from "fast-check";
import {expect, it} from "vitest";
import {putTogether} from "../../../data-loaders/disclosure/association/putTogether.js";
import {noAssociations, type AssociationRows} from "../../../data-loaders/tables/association/associationRows.js";
import {metaAnalysis} from "../../../src/kernels/metaAnalysis.js";

it("putTogether(rows, first, at) gives the numbers of metaAnalysis(estimates), without rows that have no effect", () => {
  const estimate = fc.record({
    beta: fc.oneof({weight: 5, arbitrary: fc.double({min: -2, max: 2, noNaN: true})}, fc.constant(NaN)),
    se: fc.double({min: 0.01, max: 1, noNaN: true})
  });
  const several = fc
    .array(estimate, {minLength: 2, maxLength: 6})
    .filter((estimates) => estimates.filter(({beta}) => !Number.isNaN(beta)).length > 1);
  fc.assert(
    fc.property(several, (estimates) => {
      const at = estimates.length + 1;
      const column = () => new Float64Array(at + 1).fill(NaN);
      const rows: AssociationRows = {
        ...noAssociations,
        beta: Float64Array.of(9, ...estimates.map(({beta}) => beta), NaN),
        se: Float64Array.of(9, ...estimates.map(({se}) => se), NaN),
        z: column(),
        minusLog10P: column(),
        i2: column(),
        minusLog10PHet: column(),
        betaRandom: column(),
        seRandom: column()
      };
      putTogether(rows, 1, at);
      const expected = metaAnalysis(estimates);
      const close = (found: number, wanted: number) =>
        expect(Math.abs(found - wanted)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(wanted)));
      close(rows.beta[at], expected.beta);
      close(rows.se[at], expected.se);
      close(rows.z[at], expected.beta / expected.se);
      close(rows.minusLog10P[at], expected.minusLog10P);
      close(rows.i2[at], expected.i2);
      close(rows.minusLog10PHet[at], expected.minusLog10PHet);
      close(rows.betaRandom[at], expected.betaRandom);
      close(rows.seRandom[at], expected.seRandom);
    }),
    {seed: 5, numRuns: 500}
  );
});
