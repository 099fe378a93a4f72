import {readFile} from "node:fs/promises";
import {describe, expect} from "vitest";
import {exactRatios, logRatios} from "../../../data-loaders/disclosure/audit/likelihoodRatio.js";
import {rocOf} from "../../../data-loaders/disclosure/audit/roc.js";
import {aucOf, separationOf} from "../../../data-loaders/disclosure/audit/separation.js";
import {openCohort} from "../../../data-loaders/sources/openCohort.js";
import {readShard} from "../../../data-loaders/sources/readShard.js";
import {itWith} from "../../require.js";
import {seeded} from "./seeded.js";
import {copiesAt, mean} from "./simulated.js";

const shared = new URL("../../../../shared/data/hapmap3/", import.meta.url).pathname;
const manifest = new URL("../../../data-loaders/cohorts/hapmap3.yaml", import.meta.url).pathname;

/** Copies of `alt` of one variant in the CEU people. */
interface Variant {
  chrom: string;
  copies: Float64Array;
}

/** Common variants that everybody has a call for; the fileset has no children of its people. */
async function readVariants(): Promise<Variant[]> {
  const rows = async (file: string): Promise<string[][]> =>
    (await readFile(`${shared}${file}`, "utf8"))
      .trim()
      .split("\n")
      .map((line) => line.split(/\s+/));
  const populations = await rows("relationships_w_pops_121708.txt");
  const ceu = new Set(populations.filter((row) => row[6] === "CEU").map((row) => row[1]));
  const people = await rows("HM3_thinned_autosomal_overlap.fam");
  const who = [...people.keys()].filter((i) => ceu.has(people[i][1]));
  const variants: Variant[] = [];
  for (const shard of (await openCohort(manifest)).shards)
    for await (const batch of readShard(shard))
      for (let variant = 0; variant < batch.count; ++variant) {
        const copies = Float64Array.from(who, (i) => copiesAt(batch.genotypes, people.length, variant, i));
        if (copies.some(Number.isNaN)) continue;
        const p = mean(copies) / 2;
        if (p >= 0.05 && p <= 0.95) variants.push({chrom: batch.chrom[variant], copies});
      }
  return variants;
}

/** Area of the attack when one half of the people is the pool, and the other half, less whoever is tested, the reference. */
function attackSplit(variants: readonly Variant[], random: () => number): number {
  const people = variants[0].copies.length;
  const order = shuffled(people, random);
  const pool = order.slice(0, people >> 1);
  const rest = order.slice(people >> 1);
  const total = (copies: Float64Array, whom: number[]): number => whom.reduce((sum, i) => sum + copies[i], 0);
  const sums = variants.map(({copies}) => ({pool: total(copies, pool), rest: total(copies, rest)}));
  const score = (person: number, out: boolean): number => {
    let sum = 0;
    const others = rest.length - (out ? 1 : 0);
    for (const [j, {copies}] of variants.entries()) {
      const p = (sums[j].rest - (out ? copies[person] : 0) + 0.5) / (2 * others + 1);
      sum += logRatios(exactRatios(sums[j].pool, 2 * pool.length, p))[copies[person]];
    }
    return sum;
  };
  return rocOf(
    Float64Array.from(pool, (person) => score(person, false)),
    Float64Array.from(rest, (person) => score(person, true))
  ).auc;
}

function shuffled(count: number, random: () => number): number[] {
  const order = Array.from({length: count}, (_, i) => i);
  for (let i = count - 1; i > 0; --i) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}

/** Number of unlinked variants that separate as these do: m² / Σ r², each r² less what chance gives. */
function effectiveNumber(variants: readonly Variant[]): number {
  const people = variants[0].copies.length;
  const standardised = variants.map(({copies}) => {
    const middle = mean(copies);
    const sd = Math.sqrt(mean(copies.map((x) => (x - middle) ** 2)));
    return copies.map((x) => (x - middle) / sd);
  });
  let sum = 0;
  for (const a of standardised)
    for (const b of standardised) {
      let r = 0;
      for (let i = 0; i < people; ++i) r += a[i] * b[i];
      sum += (r / people) ** 2 - (1 - (r / people) ** 2) / (people - 2);
    }
  return variants.length ** 2 / sum;
}

describe("the likelihood ratio of real genotypes", () => {
  // Any hundred variants of the genome are all but unlinked. Means of 100 splits lie within 4 standard errors of theory.
  itWith("hapmap3")("separates the 107 CEU people of HapMap 3 by unlinked variants as theory foretells", async () => {
    const variants = await readVariants();
    const random = seeded(1);
    const people = variants[0].copies.length;
    expect([people, variants.length]).toEqual([107, 11_893]);
    for (const count of [20, 100, 300]) {
      const areas = Array.from({length: 100}, () => {
        const some = shuffled(variants.length, random).slice(0, count);
        return attackSplit(
          some.map((i) => variants[i]),
          random
        );
      });
      const middle = mean(areas);
      const standardError = Math.sqrt(mean(areas.map((area) => (area - middle) ** 2)) / areas.length);
      expect(standardError).toBeLessThan(0.008);
      expect(Math.abs(middle - aucOf(separationOf(count, people >> 1, people >> 1)))).toBeLessThan(4 * standardError);
    }
  });

  // Splits share people and variants, so that their mean is as sure as a single study of twice as many people:
  // √(auc (1 − auc) / 53) ≈ 0.05 at the most, and half of that by DeLong.
  itWith("hapmap3")("separates them by chromosome 22 as its effective number of variants foretells", async () => {
    const chromosome = (await readVariants()).filter(({chrom}) => chrom === "22");
    const random = seeded(2);
    const people = chromosome[0].copies.length;
    const effective = effectiveNumber(chromosome);
    // numpy: R=corrcoef(X)**2; m*m/(R-(1-R)/(n-2)).sum() → 233.35
    expect(chromosome).toHaveLength(253);
    expect(effective).toBeCloseTo(233.35, 1);
    const area = mean(Array.from({length: 60}, () => attackSplit(chromosome, random)));
    expect(Math.abs(area - aucOf(separationOf(effective, people >> 1, people >> 1)))).toBeLessThan(0.025);
  });
});
