/**
 * Inflation λ of test statistics: the median of z² over its value without association. Unknown statistics (NaN) are
 * left out; NaN without any.
 *
 * Devlin & Roeder 1999, Biometrics 55:997.
 */
export function genomicControl(z: Iterable<number>): number {
  const squares = Float64Array.from(z, (value) => value * value)
    .filter((square) => !Number.isNaN(square))
    .sort();
  const middle = squares.length >> 1;
  const median = squares.length % 2 === 1 ? squares[middle] : (squares[middle - 1] + squares[middle]) / 2;
  return median / medianChiSquared;
}

/**
 * The λ that a study of 1,000 cases and 1,000 controls would show: inflation by a confounder grows with the number of
 * people, so that λ of studies of different size are not comparable.
 *
 * Freedman et al. 2004, Nat Genet 36:388; de Bakker et al. 2008, Hum Mol Genet 17:R122.
 */
export function lambda1000(lambda: number, cases: number, controls: number): number {
  return 1 + (lambda - 1) * ((1 / cases + 1 / controls) / (1 / 1000 + 1 / 1000));
}

/** Median of χ² with one degree of freedom. */
const medianChiSquared = 0.454936423119573;
