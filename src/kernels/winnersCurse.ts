import normalCdf from "@stdlib/stats-base-dists-normal-cdf";

/**
 * The z that is left of one that was only looked at because |z| passed `threshold`: the conditional maximum-likelihood
 * estimate. A z of a hundred stays as it is; one that barely passed may shrink to nearly nothing.
 *
 * Zhong & Prentice 2008, Biostatistics 9:621; Ghosh, Zou & Wright 2008, Am J Hum Genet 82:1064.
 */
export function winnersCurse(z: number, threshold: number): number {
  const observed = Math.abs(z);
  if (!(observed > threshold)) return z;
  // The score of the conditional likelihood falls in μ: z − μ − bias(μ) = 0.
  let [low, high] = [0, observed];
  for (let i = 0; i < 200 && high - low > 1e-13; i += 1) {
    const mu = (low + high) / 2;
    if (observed - mu - bias(mu, threshold) > 0) low = mu;
    else high = mu;
  }
  return (Math.sign(z) * (low + high)) / 2;
}

/** How far the mean of z lies above μ, given that |z| passed c. */
function bias(mu: number, c: number): number {
  const passed = normalCdf(mu - c, 0, 1) + normalCdf(-mu - c, 0, 1);
  return (density(c - mu) - density(c + mu)) / passed;
}

function density(x: number): number {
  return Math.exp(-(x ** 2) / 2) / Math.sqrt(2 * Math.PI);
}
