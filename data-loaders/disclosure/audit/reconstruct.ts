/**
 * Guesses one secret bit per person (0 or 1) from answered counts. `queries` says per query who is in its subset (1) and
 * who is not (0); `answers` has the number of people in it whose bit is 1, exact or not. Least squares within 0 to 1 by
 * accelerated projected gradients, starting in the middle, then rounded: what is not decided at all becomes 0. Throws
 * when queries and answers differ in number.
 *
 * Dinur & Nissim 2003, Revealing information while preserving privacy, PODS 2003:202.
 */
export function reconstructBits(queries: readonly Uint8Array[], answers: Float64Array): Uint8Array {
  if (queries.length !== answers.length) throw new Error(`${answers.length} answers to ${queries.length} queries`);
  const people = queries[0]?.length ?? 0;
  const {normal, right} = normalEquations(queries, answers, people);
  const step = 1 / Math.max(largestEigenvalue(normal, people), 1e-12);

  let now = new Float64Array(people).fill(0.5);
  let ahead = now;
  let momentum = 1;
  for (let round = 0; round < 3000; ++round) {
    const gradient = times(normal, ahead);
    const next = ahead.map((value, i) => Math.min(1, Math.max(0, value - step * (gradient[i] - right[i]))));
    // Momentum that points uphill is dropped (O'Donoghue & Candès 2015, Foundations of Computational Mathematics 15:715).
    const uphill = next.reduce((sum, value, i) => sum + (gradient[i] - right[i]) * (value - now[i]), 0) > 0;
    const following = uphill ? 1 : (1 + Math.sqrt(1 + 4 * momentum * momentum)) / 2;
    const weight = uphill ? 0 : (momentum - 1) / following;
    const moved = next.reduce((most, value, i) => Math.max(most, Math.abs(value - now[i])), 0);
    const before = now;
    ahead = next.map((value, i) => value + weight * (value - before[i]));
    now = next;
    momentum = following;
    if (round > 10 && moved < 1e-7) break;
  }
  return Uint8Array.from(now, (value) => (value > 0.5 ? 1 : 0));
}

/** AᵀA, row-major, and Aᵀb. */
function normalEquations(
  queries: readonly Uint8Array[],
  answers: Float64Array,
  people: number
): {normal: Float64Array; right: Float64Array} {
  const normal = new Float64Array(people * people);
  const right = new Float64Array(people);
  queries.forEach((query, q) => {
    const members: number[] = [];
    query.forEach((isIn, person) => isIn && members.push(person));
    for (const i of members) {
      right[i] += answers[q];
      for (const j of members) ++normal[i * people + j];
    }
  });
  return {normal, right};
}

function times(matrix: Float64Array, vector: Float64Array): Float64Array {
  const size = vector.length;
  const product = new Float64Array(size);
  for (let i = 0, at = 0; i < size; ++i) {
    let sum = 0;
    for (let j = 0; j < size; ++j, ++at) sum += matrix[at] * vector[j];
    product[i] = sum;
  }
  return product;
}

/** By power iteration; the matrix has no negative entry, so the start cannot miss it. A little is added for safety. */
function largestEigenvalue(matrix: Float64Array, size: number): number {
  let vector = new Float64Array(size).fill(1 / Math.sqrt(size));
  let value = 0;
  for (let round = 0; round < 50; ++round) {
    const product = times(matrix, vector);
    value = Math.hypot(...product);
    if (value === 0) return 0;
    vector = product.map((x) => x / value);
  }
  return 1.01 * value;
}
