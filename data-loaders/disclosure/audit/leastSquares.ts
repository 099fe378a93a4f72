/**
 * Variance of the least-squares estimate of each wanted sum of unknowns, where every equation is a sum of unknowns with an
 * error of variance 1 of its own; Infinity where the equations leave it open. Sums are 0 or 1 per unknown. By a ridge
 * that is small beside any count: 10⁻⁹ of an equation on each unknown.
 */
export function leastSquaresVariances(
  equations: readonly (readonly number[])[],
  unknowns: number,
  wanted: readonly (readonly number[])[]
): number[] {
  const matrix = Array.from({length: unknowns}, (_, i) =>
    Array.from({length: unknowns}, (_, j) =>
      equations.reduce((sum, equation) => sum + equation[i] * equation[j], i === j ? ridge : 0)
    )
  );
  const solve = factored(matrix);
  return wanted.map((sum) => {
    const solution = solve(sum);
    const variance = sum.reduce((total, weight, i) => total + weight * solution[i], 0);
    return variance > 1e-3 / ridge ? Infinity : variance;
  });
}

const ridge = 1e-9;

/** Solves a symmetric positive definite system, for one right side after another, by its Cholesky factor. */
function factored(matrix: readonly (readonly number[])[]): (right: readonly number[]) => number[] {
  const n = matrix.length;
  const lower = matrix.map(() => new Float64Array(n));
  for (let i = 0; i < n; ++i)
    for (let j = 0; j <= i; ++j) {
      let rest = matrix[i][j];
      for (let k = 0; k < j; ++k) rest -= lower[i][k] * lower[j][k];
      lower[i][j] = i === j ? Math.sqrt(Math.max(rest, ridge / 4)) : rest / lower[j][j];
    }
  return (right) => {
    const solution = [...right];
    for (let i = 0; i < n; ++i) {
      for (let k = 0; k < i; ++k) solution[i] -= lower[i][k] * solution[k];
      solution[i] /= lower[i][i];
    }
    for (let i = n - 1; i >= 0; --i) {
      for (let k = i + 1; k < n; ++k) solution[i] -= lower[k][i] * solution[k];
      solution[i] /= lower[i][i];
    }
    return solution;
  };
}
