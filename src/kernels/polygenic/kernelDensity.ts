/** A density on a grid, and what of it may be shown. */
export interface Density {
  /** Ascending, evenly spaced. */
  x: Float64Array;
  density: Float64Array;
  bandwidth: number;
}

/**
 * Density of values by Gaussian kernels of Scott's bandwidth, s · n^(−1/5), at `points` places. The grid ends where at
 * least `least` values lie at or beyond its ends, since a bump at an end would be one person; and at round numbers (a power
 * of ten below the bandwidth), since the end would otherwise be a person's own value. Null where fewer than 4 × `least`
 * values are given or they do not vary.
 *
 * Scott 1992, Multivariate Density Estimation; the same as scipy.stats.gaussian_kde.
 */
export function kernelDensity(values: Float64Array, points: number, least: number): Density | null {
  const sorted = values.slice().sort();
  const n = sorted.length;
  if (n < 4 * least || n < 2) return null;
  const mean = sorted.reduce((sum, value) => sum + value, 0) / n;
  const sd = Math.sqrt(sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1));
  const bandwidth = sd * n ** -0.2;
  if (!(bandwidth > 0)) return null;
  const step = 10 ** Math.floor(Math.log10(bandwidth));
  const low = Math.ceil(sorted[least - 1] / step) * step;
  const high = Math.floor(sorted[n - least] / step) * step;
  if (!(high > low)) return null;
  const x = Float64Array.from({length: points}, (_, i) => low + ((high - low) * i) / (points - 1));
  const scale = 1 / (n * bandwidth * Math.sqrt(2 * Math.PI));
  const density = x.map((at) => {
    let sum = 0;
    for (const value of sorted) sum += Math.exp(-(((at - value) / bandwidth) ** 2) / 2);
    return sum * scale;
  });
  return {x, density, bandwidth};
}
