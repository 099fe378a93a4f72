import {wilsonInterval} from "./wilsonInterval.js";

/**
 * 95 % score interval of an allele frequency from `copies` copies in people. `homozygotes` is the share of people with two
 * copies of it: where there are more than Hardy–Weinberg proportions have, the two copies of a person tell less than two
 * of different people, and the interval widens, by Wright's F = (homozygotes − p²) / p(1 − p), up to that of people
 * instead of copies. Fewer homozygotes do not narrow it. [NaN, NaN] without copies.
 *
 * Weir 1996, Genetic Data Analysis II, chapter 2: var(p) = p(1 − p)(1 + F) / 2n.
 */
export function alleleInterval(frequency: number, copies: number, homozygotes: number): [low: number, high: number] {
  const spread = frequency * (1 - frequency);
  const excess = spread > 0 ? (homozygotes - frequency * frequency) / spread : 0;
  const effective = copies / (1 + Math.min(1, Math.max(0, excess)));
  return wilsonInterval(frequency * effective, effective);
}
