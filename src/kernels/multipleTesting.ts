/*
 * Control of errors over many tests. p-values come and go as −log10 p, NaN = not tested; `tests` may be more than there
 * are values, as in R's p.adjust(p, method, n): tests whose p is not told count as p = 1, which errs on the safe side.
 */

/** Smallest family-wise error rate at which each is rejected: p times the number of tests. Bonferroni 1936. */
export function bonferroni(minusLog10P: readonly number[], tests = testedOf(minusLog10P)): number[] {
  checkTests(minusLog10P, tests);
  return minusLog10P.map((value) => atLeast0(value - Math.log10(tests)));
}

/** Smallest family-wise error rate at which each is rejected, stepping down. Holm 1979, Scand J Stat 6:65. */
export function holm(minusLog10P: readonly number[], tests = testedOf(minusLog10P)): number[] {
  checkTests(minusLog10P, tests);
  const adjusted = minusLog10P.map(() => NaN);
  let least = Infinity;
  strongestFirst(minusLog10P).forEach((index, rank) => {
    least = Math.min(least, atLeast0(minusLog10P[index] - Math.log10(tests - rank)));
    adjusted[index] = least;
  });
  return adjusted;
}

/**
 * Smallest false discovery rate at which each is rejected (q-value), for tests that are independent or positively
 * dependent. Benjamini & Hochberg 1995, J R Stat Soc B 57:289.
 */
export function benjaminiHochberg(minusLog10P: readonly number[], tests = testedOf(minusLog10P)): number[] {
  checkTests(minusLog10P, tests);
  const adjusted = minusLog10P.map(() => NaN);
  let most = 0;
  const order = strongestFirst(minusLog10P);
  for (let rank = order.length; rank >= 1; --rank) {
    const index = order[rank - 1];
    most = Math.max(most, atLeast0(minusLog10P[index] - Math.log10(tests / rank)));
    adjusted[index] = most;
  }
  return adjusted;
}

function testedOf(minusLog10P: readonly number[]): number {
  return minusLog10P.filter((value) => !Number.isNaN(value)).length;
}

function checkTests(minusLog10P: readonly number[], tests: number): void {
  const values = testedOf(minusLog10P);
  if (!(tests >= values)) throw new Error(`${values} p-values of only ${tests} tests`);
}

function strongestFirst(minusLog10P: readonly number[]): number[] {
  return [...minusLog10P.keys()]
    .filter((i) => !Number.isNaN(minusLog10P[i]))
    .sort((a, b) => (minusLog10P[a] === minusLog10P[b] ? a - b : minusLog10P[b] - minusLog10P[a]));
}

/** An adjusted p is at most 1. NaN stays. */
function atLeast0(value: number): number {
  return value < 0 ? 0 : value;
}
