import {chiSquaredMinusLog10P, normalMinusLog10P} from "../../../src/kernels/tails.js";
import type {AssociationRows} from "../../tables/association/associationRows.js";

/**
 * Fills row `at` with the meta-analysis of rows `first` to `at` − 1, of which those without an effect are left out: the
 * numbers of `metaAnalysis`, without its intervals, which take a hundred times as long. At least two have to be left.
 *
 * Inverse variance; Cochran 1954, Biometrics 10:101; DerSimonian & Laird 1986, Control Clin Trials 7:177.
 */
export function putTogether(rows: AssociationRows, first: number, at: number): void {
  const {beta, se} = rows;
  let [k, sum, squares, mean] = [0, 0, 0, 0];
  for (let row = first; row < at; ++row) {
    if (Number.isNaN(beta[row])) continue;
    const weight = 1 / (se[row] * se[row]);
    k += 1;
    sum += weight;
    squares += weight * weight;
    mean += weight * beta[row];
  }
  mean /= sum;
  let q = 0;
  for (let row = first; row < at; ++row) if (!Number.isNaN(beta[row])) q += ((beta[row] - mean) / se[row]) ** 2;
  const between = Math.max(0, (q - (k - 1)) / (sum - squares / sum));
  let [randomSum, randomMean] = [0, 0];
  for (let row = first; row < at; ++row) {
    if (Number.isNaN(beta[row])) continue;
    const weight = 1 / (se[row] * se[row] + between);
    randomSum += weight;
    randomMean += weight * beta[row];
  }
  beta[at] = mean;
  se[at] = 1 / Math.sqrt(sum);
  rows.z[at] = mean * Math.sqrt(sum);
  rows.minusLog10P[at] = normalMinusLog10P(rows.z[at]);
  rows.i2[at] = q > k - 1 ? 1 - (k - 1) / q : 0;
  rows.minusLog10PHet[at] = chiSquaredMinusLog10P(q, k - 1);
  rows.betaRandom[at] = randomMean / randomSum;
  rows.seRandom[at] = 1 / Math.sqrt(randomSum);
}
