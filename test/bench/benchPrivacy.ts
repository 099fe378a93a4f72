import {clipNorm, clippedSums} from "../../data-loaders/disclosure/noise/clippedSums.js";
import {fillDiscreteGaussian} from "../../data-loaders/disclosure/noise/discreteGaussian.js";
import {cryptoBits} from "../../data-loaders/disclosure/noise/randomBits.js";
import {goalRow, valueRow} from "./goalRow.js";
import {measure} from "./measure.js";

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
    60_000
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

/** A panel published with noise and attacked as in a release: 20,000 people in 5 groups × 10,000 variants. */
export async function benchAudit(): Promise<void> {
  console.log("\nPublishing a panel with noise and attacking it: 20,000 people in 5 groups × 10,000 variants");
  const root = new URL("../../", import.meta.url).pathname;
  const script = [`${root}data-loaders/start.mjs`, `${root}test/bench/auditOnce.ts`, "20000", "10000", "5"];
  const {stdout} = await measure(process.execPath, script, root);
  const {seconds, noiseSeconds, peakBytes, attacks} = JSON.parse(stdout) as {
    seconds: number;
    noiseSeconds: number;
    peakBytes: number;
    attacks: string[];
  };
  goalRow("noise and attacks", 1000 * seconds, 120_000);
  valueRow("of that, sums and noise", 1000 * noiseSeconds);
  console.log(`    ${Math.round(peakBytes / 1e6)} MB at most; ${attacks.join(", ")}`);
}

function timeOf(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}
