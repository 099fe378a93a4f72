import {clipNorm, clippedSums} from "../../data-loaders/disclosure/noise/clippedSums.js";
import {fillDiscreteGaussian} from "../../data-loaders/disclosure/noise/discreteGaussian.js";
import {cryptoBits} from "../../data-loaders/disclosure/noise/randomBits.js";
import {goalRow, valueRow} from "./goalRow.js";

/** Noise for 20 groups × 100,000 variants, and the centred sums that it is added to, on one thread. */
export function benchNoise(): void {
  console.log("\nNoise for public frequencies");
  const bits = cryptoBits();
  // σ of counts with a little noise, and of the sums of a release in steps of the grid.
  for (const sigma of [150, 600_000]) {
    const samples = new Float64Array(1_000_000);
    fillDiscreteGaussian(samples.subarray(0, 50_000), sigma, bits);
    const milliseconds = timeOf(() => fillDiscreteGaussian(samples, sigma, bits));
    goalRow(`1 million exact samples, σ = ${sigma.toLocaleString("en")}`, milliseconds, 60_000);
    console.log(`    ${Math.round((samples.length / milliseconds) * 0.06).toLocaleString("en")} million a minute`);
  }
  const noise = new Float64Array(20 * 100_000);
  goalRow(
    "20 groups × 100,000 variants",
    timeOf(() => fillDiscreteGaussian(noise, 600_000, bits)),
    120_000
  );

  const [people, variants, pools] = [20_000, 10_000, 5];
  const input = {
    genotypes: new Uint8Array((people / 4) * variants).map((_, i) => (i * 2_654_435_761) >>> 24),
    variants,
    people,
    poolOf: Int16Array.from({length: people}, (_, person) => person % pools),
    pools,
    frequencies: new Float64Array(variants * pools).fill(0.5)
  };
  const clip = clipNorm(new Float64Array(variants).fill(0.5));
  const clips = (factor: number) => Array.from({length: pools}, () => clip * factor);
  valueRow(
    "sums of 20,000 people × 10,000 variants",
    timeOf(() => clippedSums(input, clips(2))),
    "nobody clipped"
  );
  valueRow(
    "the same",
    timeOf(() => clippedSums(input, clips(0.1))),
    "everybody clipped"
  );
}

function timeOf(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}
