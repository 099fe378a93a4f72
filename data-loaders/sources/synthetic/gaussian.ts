/**
 * Quantile of the standard normal distribution: z with P(Z < z) = p, to about 1e-16 relative.
 * −Infinity at p ≤ 0, Infinity at p ≥ 1.
 *
 * Algorithm AS 241, PPND16: Wichura 1988, Applied Statistics 37:477.
 */
export function normalQuantile(p: number): number {
  if (!(p > 0)) return -Infinity;
  if (p >= 1) return Infinity;
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q;
    return (q * polynomial(centreTop, r)) / polynomial(centreBottom, r);
  }
  const r = Math.sqrt(-Math.log(q < 0 ? p : 1 - p));
  const z =
    r <= 5
      ? polynomial(middleTop, r - 1.6) / polynomial(middleBottom, r - 1.6)
      : polynomial(tailTop, r - 5) / polynomial(tailBottom, r - 5);
  return q < 0 ? -z : z;
}

/**
 * P(Z < z) for a standard normal Z, absolute error below 1e-7: enough to calibrate a prevalence.
 *
 * Abramowitz & Stegun 1964, 7.1.26 (as erf).
 */
export function normalProbability(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const tail =
    0.5 *
    t *
    (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429)))) *
    Math.exp(-x * x);
  return z < 0 ? tail : 1 - tail;
}

/**
 * 65,536 equally likely standard normal values: the quantiles at the middles of as many slices, scaled to variance 1.
 * Indexed by 16 random bits. A sum of two of them is as good as continuous.
 */
export function gaussianTable(): Float32Array {
  table ??= buildTable();
  return table;
}

let table: Float32Array | undefined;

function buildTable(): Float32Array {
  const n = 65536;
  const values = Float64Array.from({length: n}, (_, i) => normalQuantile((i + 0.5) / n));
  const sd = Math.sqrt(values.reduce((sum, z) => sum + z * z, 0) / n);
  return Float32Array.from(values, (z) => z / sd);
}

function polynomial(coefficients: readonly number[], x: number): number {
  let y = 0;
  for (let i = coefficients.length - 1; i >= 0; --i) y = y * x + coefficients[i];
  return y;
}

const centreTop = [
  3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987, 67265.7709270087,
  33430.57558358813, 2509.0809287301227
];
const centreBottom = [
  1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271, 28729.085735721943,
  5226.495278852546
];
const middleTop = [
  1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684, 0.2417807251774506,
  0.022723844989269184, 0.0007745450142783414
];
const middleBottom = [
  1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457,
  0.0005475938084995345, 1.0507500716444169e-9
];
const tailTop = [
  6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487, 0.026532189526576124,
  0.0012426609473880784, 2.7115555687434876e-5, 2.0103343992922881e-7
];
const tailBottom = [
  1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133, 1.8463183175100548e-5,
  1.421511758316446e-7, 2.0442631033899397e-15
];
