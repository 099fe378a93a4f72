/**
 * Probabilities of the values of `noise` (ascending integers) that have mean 0, the variance, at least `stay` at 0, and
 * otherwise the most entropy; where the values cannot vary as much, the most entropy alone. Null where no probabilities
 * have so small a variance, or one so large beside `stay`.
 *
 * With p ∝ exp(av + bv²) the mean grows with a, and, the mean kept at 0, the variance with b: both are found by bisection.
 */
export function mostEvenNoise(noise: readonly number[], variance: number, stay: number): number[] | null {
  const free = withVariance(noise, variance);
  if (!free) return null;
  const zero = noise.indexOf(0);
  if (zero < 0 || stay === 0 || free.p[zero] >= stay) return free.reached || stay === 0 ? free.p : null;
  const others = withVariance(
    noise.filter((v) => v !== 0),
    variance / (1 - stay)
  );
  if (!others?.reached) return null;
  const p = others.p.map((probability) => probability * (1 - stay));
  p.splice(zero, 0, stay);
  return p;
}

/** Beyond this slope of the logarithm per squared unit the probabilities lie on the outer, or the inner, values alone. */
const steepest = 60;
const steps = 200;

function withVariance(noise: readonly number[], variance: number): {p: number[]; reached: boolean} | null {
  if (!(noise[0] <= 0 && noise[noise.length - 1] >= 0)) return null;
  const varianceOf = (p: number[]): number => p.reduce((sum, probability, i) => sum + probability * noise[i] ** 2, 0);
  const tolerance = 1e-9 * variance;
  if (varianceOf(withMeanZero(noise, -steepest)) > variance + tolerance) return null;
  if (varianceOf(withMeanZero(noise, steepest)) < variance - tolerance)
    return {p: withMeanZero(noise, 0), reached: false};
  const slope = bisect(-steepest, steepest, (b) => varianceOf(withMeanZero(noise, b)) < variance);
  return {p: withMeanZero(noise, slope), reached: true};
}

function withMeanZero(noise: readonly number[], b: number): number[] {
  const weights = (a: number): number[] => {
    const logs = noise.map((v) => a * v + b * v * v);
    const most = Math.max(...logs);
    return logs.map((log) => Math.exp(log - most));
  };
  const widest = noise[noise.length - 1] - noise[0];
  const bound = 2 * widest * (Math.abs(b) + 1) + 50;
  const a = bisect(-bound, bound, (tilt) => weights(tilt).reduce((sum, w, i) => sum + w * noise[i], 0) < 0);
  const found = weights(a);
  const total = found.reduce((sum, w) => sum + w, 0);
  return found.map((w) => w / total);
}

/** The point of [low, high] up to which `below` holds. */
function bisect(low: number, high: number, below: (x: number) => boolean): number {
  for (let step = 0; step < steps; ++step) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (below(middle)) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
