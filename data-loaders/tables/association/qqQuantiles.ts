import {zOfMinusLog10P} from "../../../src/kernels/tails.js";
import type {QqRow} from "./qqTable.js";

/** Frequencies of the rarer allele, from and up to, in which p-values are looked at apart: rare variants behave otherwise. */
export const mafStrata = [
  {label: "0.001–0.01", from: 0.001, to: 0.01},
  {label: "0.01–0.05", from: 0.01, to: 0.05},
  {label: "0.05–0.5", from: 0.05, to: 0.5}
] as const;

/** Points per curve, at most: at equal distances on the scale of −log10. */
const points = 100;

/** Median of χ² with one degree of freedom. R: qchisq(0.5, 1). */
const medianChiSquared = 0.454936423119573;

/**
 * Quantiles of p-values by stratum of frequency, the smallest p first, and the genomic inflation λ of each stratum from
 * its median. Variants whose p or frequency is NaN are left out; so are strata without variants. `maf` may be the
 * frequency of either allele.
 *
 * The i-th smallest of n p-values is expected at (i − 0.5) / n. Devlin & Roeder 1999, Biometrics 55:997, for λ.
 */
export function qqQuantiles(
  minusLog10P: Float64Array,
  maf: Float64Array
): Pick<QqRow, "mafStratum" | "expected" | "observed" | "nVariants" | "lambda">[] {
  return mafStrata.flatMap(({label, from, to}) => {
    const last = to === 0.5;
    const observed = minusLog10P.filter((p, i) => {
      const rarer = Math.min(maf[i], 1 - maf[i]);
      return !Number.isNaN(p) && rarer >= from && (rarer < to || (last && rarer <= to));
    });
    const n = observed.length;
    if (n === 0) return [];
    observed.sort();
    observed.reverse();
    const lambda = inflation(observed);
    return ranks(n).map((rank) => ({
      mafStratum: label,
      expected: -Math.log10((rank - 0.5) / n),
      observed: observed[rank - 1],
      nVariants: n,
      lambda
    }));
  });
}

/** λ of −log10 p in descending order: the median χ² over what chance would give. */
function inflation(sorted: Float64Array): number {
  const middle = (sorted.length - 1) / 2;
  const [below, above] = [sorted[Math.floor(middle)], sorted[Math.ceil(middle)]].map((p) => zOfMinusLog10P(p) ** 2);
  return (below + above) / 2 / medianChiSquared;
}

/** Ranks from 1 to n, at equal distances of their logarithms, each once. */
function ranks(n: number): number[] {
  if (n <= points) return Array.from({length: n}, (_, i) => i + 1);
  return [...new Set(Array.from({length: points}, (_, k) => Math.round(n ** (k / (points - 1)))))];
}
