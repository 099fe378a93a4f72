/*
 * Small dense symmetric systems, up to some forty unknowns. Matrices are row-major, n × n.
 */

/** The lower Cholesky factor of a matrix of which the upper triangle is given; null where it is not positive definite. */
export function cholesky(matrix: Float64Array, n: number): Float64Array | null {
  const factor = new Float64Array(n * n);
  for (let j = 0; j < n; ++j) {
    let diagonal = matrix[j * n + j];
    for (let k = 0; k < j; ++k) diagonal -= factor[j * n + k] ** 2;
    // A column that the others explain to all but rounding.
    if (!(diagonal > 1e-11 * matrix[j * n + j])) return null;
    const root = Math.sqrt(diagonal);
    factor[j * n + j] = root;
    for (let i = j + 1; i < n; ++i) {
      let sum = matrix[j * n + i];
      for (let k = 0; k < j; ++k) sum -= factor[i * n + k] * factor[j * n + k];
      factor[i * n + j] = sum / root;
    }
  }
  return factor;
}

/** Solves L x = b in place. */
export function solveLower(factor: Float64Array, n: number, b: Float64Array): Float64Array {
  for (let i = 0; i < n; ++i) {
    let sum = b[i];
    for (let k = 0; k < i; ++k) sum -= factor[i * n + k] * b[k];
    b[i] = sum / factor[i * n + i];
  }
  return b;
}

/** Solves L′ x = b in place. */
export function solveUpper(factor: Float64Array, n: number, b: Float64Array): Float64Array {
  for (let i = n - 1; i >= 0; --i) {
    let sum = b[i];
    for (let k = i + 1; k < n; ++k) sum -= factor[k * n + i] * b[k];
    b[i] = sum / factor[i * n + i];
  }
  return b;
}

/** Solves (L L′) x = b in place. */
export function solveCholesky(factor: Float64Array, n: number, b: Float64Array): Float64Array {
  return solveUpper(factor, n, solveLower(factor, n, b));
}

/** The inverse of L L′, both triangles. */
export function invertCholesky(factor: Float64Array, n: number): Float64Array {
  const inverse = new Float64Array(n * n);
  for (let j = 0; j < n; ++j) {
    const column = new Float64Array(n);
    column[j] = 1;
    inverse.set(solveCholesky(factor, n, column), j * n);
  }
  return inverse;
}
