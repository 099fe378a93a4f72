import {attackFrequencies} from "../../data-loaders/disclosure/audit/attackFrequencies.js";
import {noisyRatios} from "../../data-loaders/disclosure/audit/likelihoodRatio.js";
import {drawGenotypes} from "../../data-loaders/disclosure/audit/nonMembers.js";
import {ratiosWithout} from "../../data-loaders/disclosure/audit/withoutPerson.js";
import {cryptoBits} from "../../data-loaders/disclosure/noise/randomBits.js";
import {noisyPanelCounts} from "../../data-loaders/disclosure/panelCounts.js";
import {readThresholds} from "../../data-loaders/disclosure/thresholds.js";
import {randomStream} from "../../data-loaders/sources/synthetic/randomStream.js";

// Publishes and attacks a panel as a release does, and prints what it took, as JSON. Run by benchPrivacy.ts, in a process
// of its own, so that its memory can be told from everything else's.
const [people, variants, pools] = process.argv.slice(2).map(Number);
const chance = randomStream(1, "bench");
const frequencyOfVariant = Float64Array.from({length: variants}, () => 0.05 + 0.9 * chance());
const genotypes = drawGenotypes(frequencyOfVariant, people, chance);
const poolOf = Int16Array.from({length: people}, (_, person) => person % pools);
const sizes = Array.from({length: pools}, (_, pool) => Math.ceil((people - pool) / pools));
const {membership} = await readThresholds(new URL("../../policies/thresholds.yaml", import.meta.url));

const start = performance.now();
const counts = noisyPanelCounts(
  {
    genotypes,
    variants,
    people,
    poolOf,
    sizes,
    frequencies: Float64Array.from({length: variants * pools}, (_, i) => frequencyOfVariant[Math.floor(i / pools)])
  },
  0.006,
  cryptoBits()
);
const noiseSeconds = (performance.now() - start) / 1000;
const ratios = (v: number, pool: number, less: number) =>
  noisyRatios(
    counts.ac[v * pools + pool] - less,
    counts.an[v * pools + pool] - (less > 0 ? 2 : 0),
    frequencyOfVariant[v],
    counts.noiseSd[pool]
  );
const found = attackFrequencies(
  {
    table: "public/allele_counts",
    standing: "enforced",
    groups: sizes.map((_, pool) => `pool ${pool}`),
    groupOf: poolOf,
    variants,
    people,
    genotypes,
    frequencyOf: (v) => frequencyOfVariant[v],
    ratiosOf: (v, pool) => ratios(v, pool, 0),
    ratiosWithoutOf: (v, pool) => ratiosWithout((copies) => ratios(v, pool, copies)),
    shownOf: (v, pool) => counts.ac[v * pools + pool] / counts.an[v * pools + pool]
  },
  membership,
  (key) => randomStream(2, key)
);
const seconds = (performance.now() - start) / 1000;
console.log(
  JSON.stringify({
    seconds,
    noiseSeconds,
    peakBytes: process.resourceUsage().maxRSS * 1024,
    attacks: found.map(({attack, withstood}) => `${attack} ${withstood ? "withstood" : "SUCCEEDED"}`)
  })
);
