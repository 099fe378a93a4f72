/**
 * 95 % percentile interval of a statistic of `n` people, drawn with replacement `draws` times: `statistic` gets how often
 * each was drawn. `random` gives numbers in [0, 1), seeded. NaN where fewer than 40 draws gave a number.
 *
 * Efron 1979, Ann Stat 7:1; percentiles as R's type 7.
 */
export function bootstrapInterval(
  n: number,
  statistic: (times: Int32Array) => number,
  random: () => number,
  draws: number
): [low: number, high: number] {
  const found: number[] = [];
  const times = new Int32Array(n);
  for (let draw = 0; draw < draws; ++draw) {
    times.fill(0);
    for (let i = 0; i < n; ++i) times[Math.floor(random() * n)]++;
    const value = statistic(times);
    if (!Number.isNaN(value)) found.push(value);
  }
  if (found.length < 40) return [NaN, NaN];
  const sorted = Float64Array.from(found).sort();
  return [quantile(sorted, 0.025), quantile(sorted, 0.975)];
}

function quantile(sorted: Float64Array, p: number): number {
  const at = p * (sorted.length - 1);
  const below = Math.floor(at);
  return sorted[below] + (at - below) * (sorted[Math.min(below + 1, sorted.length - 1)] - sorted[below]);
}
