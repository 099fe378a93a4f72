import type {RegimeReport} from "../../../src/model/privacy.js";
import {noCosts, regimeReport, type RegimeGroup} from "./regimeCosts.js";
import {errorOfShown, isWithheld, type Regime} from "./regimes.js";

/**
 * What each regime is expected to withhold, from public numbers alone: frequencies of `alt`, variants × groups, in [0, 1],
 * and group sizes. A group's copies are binomial among 2 × its people, and independent of other groups' given the
 * frequencies; calls are complete. Small counts of either allele are summed exactly; between them nothing is withheld,
 * and the error of rounding is taken as its mean over a whole multiple of the base (1.2 copies for base 5).
 */
export function expectedRegimeCosts(
  regimes: readonly Regime[],
  frequencies: Float64Array,
  groups: readonly RegimeGroup[]
): RegimeReport[] {
  if (frequencies.length % groups.length !== 0)
    throw new Error(`${frequencies.length} frequencies for ${groups.length} groups`);
  const variants = frequencies.length / groups.length;
  const reach = Math.max(
    ...regimes.map(({withheldMax, perturbation}) => Math.max(withheldMax, perturbation?.length ?? 0))
  );
  const ends = groups.map(({people}) => endsOf(2 * people, reach));
  const rules = regimes.map((regime) => ends.map(({counts, an}) => rulesAt(regime, counts, an)));
  const costs = regimes.map(() => groups.map(noCosts));
  const uneven = new Float64Array(regimes.length);
  const allWithheld = new Float64Array(regimes.length);
  const noneWithheld = new Float64Array(regimes.length);
  const chances = new Float64Array(2 * reach + 2);

  for (let variant = 0; variant < variants; ++variant) {
    allWithheld.fill(1);
    noneWithheld.fill(1);
    for (let group = 0; group < groups.length; ++group) {
      const {an, counts, low} = ends[group];
      const inEnds = chancesAtEnds(frequencies[variant * groups.length + group], an, low, counts.length, chances);
      const between = Math.max(0, 1 - inEnds);
      for (let r = 0; r < regimes.length; ++r) {
        const {withheld, errors, errorBetween} = rules[r][group];
        let hidden = 0;
        let error = between * errorBetween;
        for (let i = 0; i < counts.length; ++i) {
          hidden += chances[i] * withheld[i];
          error += chances[i] * errors[i];
        }
        const sum = costs[r][group];
        ++sum.cells;
        sum.withheld += hidden;
        sum.present += 1 - chances[0];
        sum.presentWithheld += hidden - chances[0] * withheld[0];
        sum.shownError += error / an;
        allWithheld[r] *= hidden;
        noneWithheld[r] *= 1 - hidden;
      }
    }
    for (let r = 0; r < regimes.length; ++r) uneven[r] += Math.max(0, 1 - allWithheld[r] - noneWithheld[r]);
  }
  return regimes.map((regime, r) => regimeReport(regime, groups, costs[r], variants > 0 ? uneven[r] / variants : 0));
}

interface Ends {
  an: number;
  /** The counts 0 … reach, then an, an-1, … down to an-reach; none twice. */
  counts: Int32Array;
  /** How many of them are at the lower end. */
  low: number;
}

function endsOf(an: number, reach: number): Ends {
  if (!(an >= 2)) throw new Error("a group without people has no counts to expect");
  const low = Math.min(an, reach) + 1;
  const high = Math.min(an + 1 - low, reach + 1);
  const counts = Int32Array.from({length: low + high}, (_, i) => (i < low ? i : an - (i - low)));
  return {an, counts, low};
}

interface Rules {
  /** 1 where a count is withheld; errors are 0 there. */
  withheld: Uint8Array;
  errors: Float64Array;
  errorBetween: number;
}

function rulesAt(regime: Regime, counts: Int32Array, an: number): Rules {
  const withheld = Uint8Array.from(counts, (count) => Number(isWithheld(regime, count, an)));
  const errors = Float64Array.from(counts, (count, i) => (withheld[i] ? 0 : errorOfShown(regime, count)));
  // Beyond the rows of the perturbation table, and over a whole multiple of the base, errors repeat.
  const period = regime.perturbation ? 1 : regime.roundBase;
  const first = period * Math.max(regime.perturbation?.length ?? 0, regime.withheldMax + 1);
  let errorBetween = 0;
  for (let i = 0; i < period; ++i) errorBetween += errorOfShown(regime, first + i) / period;
  return {withheld, errors, errorBetween};
}

/** Binomial probabilities of the counts of `endsOf` by recurrence from either end, and their sum. */
function chancesAtEnds(p: number, an: number, low: number, count: number, into: Float64Array): number {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`frequency must be in [0, 1], not ${p}`);
  const q = 1 - p;
  let sum = fromEnd(p, q, an, 0, low, into);
  sum += fromEnd(q, p, an, low, count, into);
  return sum;
}

function fromEnd(p: number, q: number, an: number, first: number, end: number, into: Float64Array): number {
  let sum = 0;
  // The probability of 0; below 10^-300 all that follow within reach are as good as 0.
  let chance = q > 0 ? Math.exp(an * Math.log(q)) : 0;
  for (let i = first; i < end; ++i) {
    into[i] = chance;
    sum += chance;
    const k = i - first;
    chance = q > 0 ? (chance * (an - k) * p) / ((k + 1) * q) : 0;
  }
  if (q === 0 && end - first > an) sum += into[first + an] = 1;
  return sum;
}
