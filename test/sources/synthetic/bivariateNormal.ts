import {normalProbability, normalQuantile} from "../../../data-loaders/sources/synthetic/gaussian.js";

/**
 * P(X < Φ⁻¹(p), Y < Φ⁻¹(q)) of two standard normal variables with correlation rho, by the trapezoid rule over X:
 * to about 1e-6 for |rho| < 0.999.
 */
export function bivariateNormalProbability(p: number, q: number, rho: number): number {
  const [high, y] = [normalQuantile(p), normalQuantile(q)];
  const steps = 4_000;
  const width = (high + 8) / steps;
  const noise = Math.sqrt(1 - rho * rho);
  let sum = 0;
  for (let i = 0; i <= steps; ++i) {
    const x = -8 + i * width;
    const density = Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
    sum += (i === 0 || i === steps ? 0.5 : 1) * density * normalProbability((y - rho * x) / noise);
  }
  return sum * width;
}
