import type {Finding} from "../../../src/model/privacy.js";
import type {MembershipLimits} from "../thresholds.js";
import {findingOf, membersOf, type PublishedFrequencies, type RandomSource} from "./attackFrequencies.js";
import {GenotypeCode} from "./genotypeCode.js";

/** Pairs of variants whose r² is published by group, with the genotypes behind them. */
export interface PublishedLinkage extends Pick<
  PublishedFrequencies,
  "table" | "standing" | "groups" | "groupOf" | "people" | "genotypes"
> {
  /** Rows of `genotypes`. */
  a: ArrayLike<number>;
  b: ArrayLike<number>;
  /** What is published for an r², when a change of r by 1 moves so many chromosomes; null = nothing. */
  publish(r2: number, copiesPerR: number): number | null;
}

/** Halves with fewer people than this say nothing. */
const fewest = 20;

/**
 * Asks whether a person's pairs of genotypes are nearer to the published linkage than to that of a reference. Every group
 * is divided by lot: the r² of one half are published by the rule, a quarter is the attacker's reference, which also
 * tells the sign of r, and the last quarter are the people who did not take part. Half a group is found more easily than
 * all of it, so the figure is no underestimate.
 *
 * Wang, Li, Wang, Tang & Zhou 2009, Learning your identity and disease from research papers, CCS 2009:534.
 */
export function attackLinkage(published: PublishedLinkage, limits: MembershipLimits, random: RandomSource): Finding {
  const {groups, groupOf, a, publish} = published;
  const attacked = groups.flatMap((name, group) => {
    const everybody = shuffled(membersOf(groupOf, group), random(`linkage ${name}`));
    const half = everybody.length >> 1;
    const quarter = half + ((everybody.length - half) >> 1);
    const [pool, reference, others] = [
      everybody.subarray(0, half),
      everybody.subarray(half, quarter),
      everybody.subarray(quarter)
    ];
    if (reference.length < fewest) return [];
    const known = standardisedBy(published, reference);
    const [inPool, inReference, inOthers] = [pool, reference, others].map((who) => productsOf(published, known, who));
    const differences = Float64Array.from({length: a.length}, (_, pair) => {
      const [r, expected] = [correlation(inPool, pair, pool.length), correlation(inReference, pair, reference.length)];
      const spread = 2 * pool.length * known.spread(a[pair]) * known.spread(published.b[pair]);
      const shown = publish(Math.min(1, r * r), spread);
      return shown === null ? 0 : Math.sign(expected) * Math.sqrt(shown) - expected;
    });
    const scores = (products: Float64Array, people: number): Float64Array =>
      Float64Array.from({length: people}, (_, i) => {
        let score = 0;
        for (let pair = 0; pair < a.length; ++pair) score += differences[pair] * products[pair * people + i];
        return score;
      });
    return {name, members: scores(inPool, pool.length), others: scores(inOthers, others.length)};
  });
  if (attacked.length === 0) throw new Error("no group is large enough for the attack on linkage");
  return findingOf(
    published,
    "linkage",
    attacked.map(({name}) => name),
    attacked,
    limits
  );
}

interface Standardised {
  /** Copies of a person as standard deviations from the mean; 0 where not called. */
  of(variant: number, person: number): number;
  /** √(p(1 − p)). */
  spread(variant: number): number;
}

/** By frequencies of the reference, in Hardy–Weinberg proportions. */
function standardisedBy({genotypes, people, a, b}: PublishedLinkage, reference: Int32Array): Standardised {
  const bytes = Math.ceil(people / 4);
  const copiesOf = (variant: number, person: number): number => {
    const code = (genotypes[variant * bytes + (person >> 2)] >> (2 * (person & 3))) & 3;
    return code === GenotypeCode.homAlt ? 2 : code === GenotypeCode.het ? 1 : code === GenotypeCode.homRef ? 0 : NaN;
  };
  const means = new Map<number, number>();
  for (const variant of new Set([...Array.from(a), ...Array.from(b)])) {
    const called = Array.from(reference, (person) => copiesOf(variant, person)).filter((copies) => copies >= 0);
    // Half a copy more of either allele, so that a frequency is never 0 or 1.
    const p = (called.reduce((sum, copies) => sum + copies, 0) + 0.5) / (2 * called.length + 1);
    means.set(variant, p);
  }
  return {
    of(variant, person) {
      const p = means.get(variant)!;
      const copies = copiesOf(variant, person);
      return Number.isNaN(copies) ? 0 : (copies - 2 * p) / Math.sqrt(2 * p * (1 - p));
    },
    spread: (variant) => Math.sqrt(means.get(variant)! * (1 - means.get(variant)!))
  };
}

/** Pairs × people. */
function productsOf({a, b}: PublishedLinkage, {of}: Standardised, who: Int32Array): Float64Array {
  const products = new Float64Array(a.length * who.length);
  for (let pair = 0; pair < a.length; ++pair)
    for (let i = 0; i < who.length; ++i) products[pair * who.length + i] = of(a[pair], who[i]) * of(b[pair], who[i]);
  return products;
}

function correlation(products: Float64Array, pair: number, people: number): number {
  let sum = 0;
  for (let i = 0; i < people; ++i) sum += products[pair * people + i];
  return sum / people;
}

function shuffled(who: Int32Array, chance: () => number): Int32Array {
  for (let i = who.length - 1; i > 0; --i) {
    const j = Math.floor(chance() * (i + 1));
    [who[i], who[j]] = [who[j], who[i]];
  }
  return who;
}
