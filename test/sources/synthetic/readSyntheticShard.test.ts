import {createHash} from "node:crypto";
import {expect, it} from "vitest";
import {Ploidy, type SyntheticShard} from "../../../data-loaders/sources/cohort.js";
import {mapShards} from "../../../data-loaders/release/pool.js";
import {openSynthetic} from "../../../data-loaders/sources/synthetic/openSynthetic.js";
import {populations} from "../../../data-loaders/sources/synthetic/populations.js";
import {readSyntheticShard} from "../../../data-loaders/sources/synthetic/readSyntheticShard.js";
import {drawBlocks, syntheticModel} from "../../../data-loaders/sources/synthetic/syntheticModel.js";
import {bivariateNormalProbability} from "./bivariateNormal.js";
import hashGenotypes from "./hashShard.js";
import {hudsonFst} from "./hudsonFst.js";
import {readCopies} from "./readCopies.js";

const parameters = {seed: 3, people: 1_500, variants: 400, build: "GRCh37"} as const;
const {shards, people} = await openSynthetic(parameters);
const {roster, plan} = syntheticModel(parameters);
const blocks = [...drawBlocks(syntheticModel(parameters))];
const variants = await readCopies(shards);
/** Model frequency of every variant in every population, in the order of `variants`. */
const frequencies = blocks.flatMap((block) =>
  Array.from({length: block.count}, (_, j) => block.frequency.subarray(j * 26, (j + 1) * 26))
);
const autosomal = variants.map((variant, v) => ({...variant, v})).filter(({ploidy}) => ploidy === Ploidy.diploid);

async function hashShard(shard: SyntheticShard): Promise<string> {
  const hash = createHash("sha256");
  for await (const batch of readSyntheticShard(shard)) {
    hash
      .update(batch.genotypes)
      .update(JSON.stringify([batch.chrom, [...batch.pos], batch.ref, batch.alt, batch.rsid]));
  }
  return hash.digest("hex");
}

it("readSyntheticShard(shard) gives the same bytes whatever was read before", async () => {
  const whole = {...shards[0], firstBlock: 0, endBlock: plan.length};
  const alone = await hashShard(whole);
  await hashShard({...whole, seed: 99, people: 10});
  expect(await hashShard(whole)).toBe(alone);
});

it("readSyntheticShard(shard) gives the same variants however blocks are divided into shards", async () => {
  const single = plan.map((_, b): SyntheticShard => ({...shards[0], firstBlock: b, endBlock: b + 1}));
  const backwards = await Promise.all(single.reverse().map((shard) => readCopies([shard])));
  expect(backwards.reverse().flat()).toEqual(variants);
});

it("readSyntheticShard(shard) gives the same genotypes in one thread, in two, and in this one", async () => {
  const four = [0, 12, 25, 40].map((b) => ({...shards[0], firstBlock: b, endBlock: b + 3}));
  const inThreads = async (threads: number) => {
    const hashes: string[] = [];
    const task = new URL("hashShard.ts", import.meta.url);
    for await (const hash of mapShards<SyntheticShard, null, string>(four, task, null, {threads})) hashes.push(hash);
    return hashes;
  };
  const here = await Promise.all(four.map(async (shard) => (await hashGenotypes(shard)).result));
  expect(await inThreads(1)).toEqual(here);
  expect(await inThreads(2)).toEqual(here);
});

it("readSyntheticShard(shard) depends on the seed", async () => {
  expect(await hashShard({...shards[0], seed: 4})).not.toBe(await hashShard(shards[0]));
});

it("readSyntheticShard(shard) changes only together with modelVersion", async () => {
  // Not a promise about the numbers: when this hash must change, raise modelVersion in syntheticModel.ts.
  expect(`${(await openSynthetic(parameters)).truth.model.version} ${await hashShard(shards[0])}`).toBe(
    "covenant-synthetic/3 c3fc61cc651d16c87d862f4007d3d39a837e4d8c13786d486fad43924d8a0f8f"
  );
});

it("readSyntheticShard(shard) gives as many variants as asked for, in genome order, each id once", () => {
  expect(variants.length).toBe(400);
  expect(new Set(variants.map(({rsid}) => rsid)).size).toBe(400);
  for (let v = 1; v < variants.length; ++v) {
    if (variants[v].chrom === variants[v - 1].chrom) expect(variants[v].pos).toBeGreaterThan(variants[v - 1].pos);
  }
});

it("readSyntheticShard(shard) leaves the padding bits of the last byte 0", async () => {
  const odd = {...shards[0], people: 1_501};
  for await (const {count, genotypes} of readSyntheticShard(odd)) {
    for (let j = 0; j < count; ++j) expect(genotypes[j * 376 + 375] >> 2).toBe(0);
  }
});

it("readSyntheticShard(shard) draws alleles at the frequencies of the model in every ancestry", () => {
  for (const ancestry of ["AFR", "AMR", "EAS", "EUR", "SAS"]) {
    let sum = 0;
    let n = 0;
    for (const {copies, v} of autosomal) {
      let [found, expected, variance] = [0, 0, 0];
      copies.forEach((c, i) => {
        if (c < 0 || populations[roster.population[i]].ancestry !== ancestry) return;
        const p = frequencies[v][roster.population[i]];
        found += c;
        expected += 2 * p;
        variance += 2 * p * (1 - p);
      });
      if (variance < 5) continue;
      sum += (found - expected) ** 2 / variance;
      ++n;
    }
    // Mean of n squared z-scores: 1, with standard deviation √(2/n) and more for neighbours in disequilibrium.
    expect(n).toBeGreaterThan(100);
    expect(Math.abs(sum / n - 1), ancestry).toBeLessThan(5 * Math.sqrt(2 / n));
  }
});

it("readSyntheticShard(shard) never shows an allele where the model has none", () => {
  for (const {copies, v} of autosomal) {
    copies.forEach((c, i) => {
      const p = frequencies[v][roster.population[i]];
      if (p === 0) expect(c).toBeLessThanOrEqual(0);
      if (p === 1) expect(c === 2 || c === -1).toBe(true);
    });
  }
});

it("readSyntheticShard(shard) keeps Hardy–Weinberg proportions within each population", () => {
  let [sum, mean, n] = [0, 0, 0];
  populations.forEach(({share}, population) => {
    if (share < 0.04) return;
    for (const {copies} of autosomal) {
      const own = copies.filter((c, i) => c >= 0 && roster.population[i] === population);
      const p = own.reduce((a, b) => a + b, 0) / (2 * own.length);
      if (own.length * p * (1 - p) < 8) continue;
      const het = own.filter((c) => c === 1).length / own.length;
      const inbreeding = 1 - (het * (1 - 1 / (2 * own.length))) / (2 * p * (1 - p));
      sum += inbreeding ** 2 * own.length;
      mean += inbreeding;
      ++n;
    }
  });
  expect(n).toBeGreaterThan(500);
  expect(Math.abs(mean / n)).toBeLessThan(0.01);
  expect(Math.abs(sum / n - 1)).toBeLessThan(0.2);
});

it("readSyntheticShard(shard) recovers the F_ST of the frequencies it draws from", () => {
  const groups = [["AFR"], ["EAS"], ["EUR"]].map(([ancestry]) =>
    Array.from(roster.population, (p) => populations[p].ancestry === ancestry)
  );
  const found = groups.map((members) =>
    autosomal.map(({copies}) => {
      const called = copies.filter((c, i) => c >= 0 && members[i]);
      return called.reduce((a, b) => a + b, 0) / (2 * called.length);
    })
  );
  const truth = groups.map((members) =>
    autosomal.map(({v}) => {
      const own = Array.from(roster.population).filter((_, i) => members[i]);
      return own.reduce((a, p) => a + frequencies[v][p], 0) / own.length;
    })
  );
  const chromosomes = groups.map((members) => 2 * members.filter(Boolean).length);
  for (const [a, b] of [
    [0, 1],
    [0, 2],
    [1, 2]
  ]) {
    const estimate = hudsonFst(found[a], found[b], [chromosomes[a], chromosomes[b]]);
    expect(estimate / hudsonFst(truth[a], truth[b])).toBeGreaterThan(0.95);
    expect(estimate / hudsonFst(truth[a], truth[b])).toBeLessThan(1.05);
  }
});

it("readSyntheticShard(shard) has the disequilibrium that the latent correlations of a block imply", async () => {
  const large = {...parameters, variants: 20_000};
  const model = syntheticModel(large);
  const ceu = populations.findIndex(({code}) => code === "CEU");
  const members = Array.from(model.roster.population, (p, i) => (p === ceu ? i : -1)).filter((i) => i >= 0);
  const points: {expected: number; found: number}[] = [];
  for (let b = 0; b < 40; ++b) {
    const [block] = drawBlocks(model, b, b + 1);
    const drawn = await readCopies([{kind: "synthetic", ...large, firstBlock: b, endBlock: b + 1}]);
    for (let j = 0; j < block.count; ++j) {
      let rho = 1;
      for (let k = j + 1; k < Math.min(block.count, j + 12); ++k) {
        rho *= block.correlation[k * 26 + ceu];
        const [p, q] = [block.frequency[j * 26 + ceu], block.frequency[k * 26 + ceu]];
        if (Math.min(p, 1 - p, q, 1 - q) < 0.1) continue;
        const expected = allelicCorrelation(p, q, rho, block.sign[j] * block.sign[k]);
        points.push({expected, found: correlation(members, drawn[j].copies, drawn[k].copies)});
      }
    }
  }
  const sum = (f: (point: (typeof points)[number]) => number) => points.reduce((a, point) => a + f(point), 0);
  const slope = sum(({expected, found}) => expected * found) / sum(({expected}) => expected ** 2);
  const error = Math.sqrt(sum(({expected, found}) => (found - expected) ** 2) / points.length);
  const among = (f: (r: number) => boolean) => points.filter(({expected}) => f(expected)).length;
  // Blocks have strong and weak disequilibrium, of both signs.
  expect(points.length).toBeGreaterThan(200);
  expect(among((r) => r ** 2 > 0.3)).toBeGreaterThan(20);
  expect(among((r) => r ** 2 < 0.01)).toBeGreaterThan(20);
  expect(among((r) => r < -0.2)).toBeGreaterThan(20);
  expect(Math.abs(slope - 1)).toBeLessThan(0.05);
  // The sampling error of a correlation over n people is at most 1/√n.
  expect(error).toBeLessThan(1.1 / Math.sqrt(members.length));
});

/** Correlation of two alleles whose latent variables have correlation rho. */
function allelicCorrelation(p: number, q: number, rho: number, sign: number): number {
  const both = bivariateNormalProbability(p, q, rho * sign);
  return (both - p * q) / Math.sqrt(p * (1 - p) * q * (1 - q));
}

function correlation(members: number[], x: Int8Array, y: Int8Array): number {
  let [n, sx, sy, sxx, syy, sxy] = [0, 0, 0, 0, 0, 0];
  for (const i of members) {
    if (x[i] < 0 || y[i] < 0) continue;
    ++n;
    sx += x[i];
    sy += y[i];
    sxx += x[i] ** 2;
    syy += y[i] ** 2;
    sxy += x[i] * y[i];
  }
  return (n * sxy - sx * sy) / Math.sqrt((n * sxx - sx ** 2) * (n * syy - sy ** 2));
}

it("readSyntheticShard(shard) gives men one copy on X outside the pseudoautosomal regions, coded as homozygote", () => {
  const onX = variants.filter(({chrom}) => chrom === "X");
  const haploid = onX.filter(({ploidy}) => ploidy === Ploidy.menHaploid);
  expect(haploid.length).toBeGreaterThan(10);
  for (const {copies, pos} of haploid) {
    expect(pos).toBeGreaterThan(2_699_520);
    copies.forEach((c, i) => people.sex[i] === 1 && expect(c).not.toBe(1));
  }
  const women = haploid.flatMap(({copies}) => [...copies].filter((_, i) => people.sex[i] === 2));
  expect(women.filter((c) => c === 1).length).toBeGreaterThan(100);
});

it("readSyntheticShard(shard) gives men two copies in the pseudoautosomal region", () => {
  const shared = variants.filter(({chrom, ploidy}) => chrom === "X" && ploidy === Ploidy.diploid);
  expect(shared.length).toBeGreaterThan(3);
  for (const {pos} of shared) expect(pos).toBeLessThanOrEqual(2_699_520);
  const men = shared.flatMap(({copies}) => [...copies].filter((_, i) => people.sex[i] === 1));
  expect(men.filter((c) => c === 1).length).toBeGreaterThan(50);
});

it("readSyntheticShard(shard) loses calls at the rate of the variant: none for two thirds, 0.1 to 1.5 % for the rest", () => {
  const rates = blocks.flatMap((block) => [...block.missing]);
  let [found, expected] = [0, 0];
  variants.forEach(({copies}, v) => {
    const missing = copies.filter((c) => c < 0).length;
    if (rates[v] === 0) expect(missing).toBe(0);
    found += missing;
    expected += rates[v] * copies.length;
  });
  expect(rates.filter((rate) => rate === 0).length / rates.length).toBeCloseTo(2 / 3, 1);
  expect(Math.max(...rates)).toBeLessThanOrEqual(0.015);
  expect(Math.abs(found - expected)).toBeLessThan(4 * Math.sqrt(expected));
});
