import {
  exclusions,
  matchKinds,
  unsupportedReasons,
  type MatchReport,
  type ScoreVariant,
  type ScoringFile
} from "../../../src/model/polygenic.js";
import {Ploidy} from "../../../src/model/ploidy.js";
import type {GenotypeBatch} from "../../sources/cohort.js";
import {Genotype} from "../countGenotypes.js";
import {findMatch, usualRules, type CohortRow, type MatchRules} from "./findMatch.js";

/** People in the order of the genotype files. */
export interface ScoredPeople {
  total: number;
  /** 1 = is scored; 0 = is left out: also of the frequencies. */
  included: Uint8Array;
  /** Genetic ancestry group per person, from 0; for `missing: "group"`. −1 = none: the mean of all is taken. */
  groups?: Int16Array;
}

export interface ScoreOptions extends MatchRules {
  /**
   * What a missing genotype adds: the mean of what the genotypes of the cohort add, or of the person's group, or what no
   * copy of the effect allele adds. On Y nothing is missing in women: they have no copy.
   */
  missing: "cohort" | "group" | "none";
  /** Share of a score's rows that must be matched, 0 to 1; below it the score is refused. */
  leastOverlap: number;
}

/** As pgsc_calc 2: mean imputation by the cohort, three quarters of the rows. */
export const usualScoring: ScoreOptions = {...usualRules, missing: "cohort", leastOverlap: 0.75};

/** What one thread found in its shards. Plain data, one of each per score. */
export interface ScorePart {
  sums: Float64Array[];
  /** Per variant of the score: see `State`. */
  states: Uint8Array[];
  cohortRepeats: number[];
}

export interface ScoredCohort {
  /** Per score: one sum per person, NaN for those left out; null where the score is refused. They stay in the loaders. */
  scores: (Float64Array | null)[];
  reports: MatchReport[];
}

/** A variant of a score that is used, with the genotypes that it was found in. */
export interface UsedVariant {
  /** Index of the score, and of the variant in it. */
  score: number;
  variant: number;
  /** What the four genotype codes add; `missing` per group, or once for all. */
  adds: Float64Array;
  missing: Float64Array;
  /** Packed, one row: valid only until the next is given. */
  genotypes: Uint8Array;
}

/**
 * Scores everybody in one pass over all batches, for all scores together. A man's one copy on X counts as two, as
 * genotypes have it and plink2 counts. `scorePlainly` is the slow twin.
 */
export async function scorePeople(
  batches: AsyncIterable<GenotypeBatch>,
  scorings: readonly ScoringFile[],
  people: ScoredPeople,
  options: ScoreOptions = usualScoring
): Promise<ScoredCohort> {
  const scorer = openScorer(scorings, people, options);
  for await (const batch of batches) scorer.add(batch);
  return joinScores([scorer.end()], scorings, people, options);
}

/**
 * For one thread: takes batches in the order of their shard and adds up. All rows of a site must be given to one scorer,
 * one after another, as shards have them. `onUsed` is told of every variant used.
 */
export function openScorer(
  scorings: readonly ScoringFile[],
  people: ScoredPeople,
  options: ScoreOptions = usualScoring,
  onUsed?: (used: UsedVariant) => void
): {add(batch: GenotypeBatch): void; end(): ScorePart} {
  if (options.missing === "group" && !people.groups) throw new Error("missing genotypes by group, but no groups");
  const sites = indexSites(scorings);
  const part: ScorePart = {
    sums: scorings.map(() => new Float64Array(people.total)),
    states: scorings.map(({variants}) => new Uint8Array(variants.length)),
    cohortRepeats: scorings.map(() => 0)
  };
  // One more than there are groups: people of none are counted last.
  const groupCount =
    options.missing === "group" ? people.groups!.reduce((most, code) => Math.max(most, code), -1) + 2 : 1;
  const slots = countingSlots(people, groupCount);
  let at: {chrom: string; pos: number; site: Site; rows: SiteRow[]} | null = null;

  const closeSite = (): void => {
    if (at === null) return;
    scoreSite(at.site, at.rows);
    at = null;
  };

  return {
    add(batch) {
      const bytes = Math.ceil(people.total / 4);
      for (let i = 0; i < batch.count; ++i) {
        const [chrom, pos] = [batch.chrom[i], batch.pos[i]];
        if (at !== null && (at.pos !== pos || at.chrom !== chrom)) closeSite();
        const site = sites.get(chrom)?.get(pos);
        if (!site) continue;
        at ??= {chrom, pos, site, rows: []};
        at.rows.push({
          ref: batch.ref[i].toUpperCase(),
          alt: batch.alt[i].toUpperCase(),
          ploidy: batch.ploidy[i],
          // A copy, which `slice` of a Node buffer is not: readers use the memory again for their next batch.
          genotypes: new Uint8Array(batch.genotypes.subarray(i * bytes, (i + 1) * bytes))
        });
      }
    },
    end() {
      closeSite();
      return part;
    }
  };

  function scoreSite(site: Site, found: SiteRow[]): void {
    const rows = site.closed
      ? []
      : found.filter((row, i) => !found.slice(0, i).some((other) => sameAlleles(row, other)));
    const repeats = found.length - rows.length;
    const counts = rows.map(({genotypes}) => countByGroup(genotypes, slots, groupCount));
    const described = rows.map((row, i): CohortRow => ({
      ref: row.ref,
      alt: row.alt,
      frequency: frequencyOf(counts[i], groupCount),
      multiallelic: rows.some((other) => other !== row && sharesAllele(row, other))
    }));
    for (const score of new Set(site.entries.map((entry) => entry.score))) part.cohortRepeats[score] += repeats;
    // A site that comes again, in an unsorted file, must not be added twice.
    if (site.closed) return;
    site.closed = true;
    const matches = site.entries
      .map((entry) => ({entry, match: findMatch(entry.variant, described, options)}))
      .sort((a, b) => rankOf(a.match) - rankOf(b.match));
    const taken = new Set<string>();
    for (const {entry, match} of matches) {
      const {score, index, variant} = entry;
      if (!("row" in match)) {
        part.states[score][index] = match.exclusion === null ? State.otherAlleles : State.excluded(match.exclusion);
        continue;
      }
      const key = `${score} ${match.row} ${variant.effect}`;
      if (taken.has(key)) {
        part.states[score][index] = State.excluded("repeated in score");
        continue;
      }
      taken.add(key);
      part.states[score][index] = State.matched(match.kind);
      const {genotypes, ploidy} = rows[match.row];
      const adds = addsOf(variant, match.effectIsAlt);
      const missing = missingOf(adds, variant.weights[0], counts[match.row], groupCount, ploidy, options.missing);
      addGenotypes(genotypes, adds, missing, people, part.sums[score]);
      onUsed?.({score, variant: index, adds, missing, genotypes});
    }
  }
}

/** Adds up what threads found, in their order, and says what became of every row of every score. */
export function joinScores(
  parts: readonly ScorePart[],
  scorings: readonly ScoringFile[],
  {total, included}: ScoredPeople,
  {leastOverlap}: ScoreOptions = usualScoring
): ScoredCohort {
  const reports = scorings.map((scoring, score) => {
    const states = new Uint8Array(scoring.variants.length);
    for (const part of parts) part.states[score].forEach((state, i) => (states[i] = Math.max(states[i], state)));
    const cohortRepeats = parts.reduce((sum, part) => sum + part.cohortRepeats[score], 0);
    return reportOf(scoring, states, cohortRepeats, leastOverlap);
  });
  const scores = reports.map(({refused}, score) => {
    if (refused !== null) return null;
    const sums = new Float64Array(total);
    for (const part of parts) part.sums[score].forEach((sum, person) => (sums[person] += sum));
    return sums.map((sum, person) => (included[person] ? sum : NaN));
  });
  return {scores, reports};
}

/** What a variant adds to the score of a person with a genotype code; `missing` is of the person's group. */
export function addedBy(
  {adds, missing, genotypes}: Pick<UsedVariant, "adds" | "missing" | "genotypes">,
  person: number,
  group: number
): number {
  const code = (genotypes[person >> 2] >> (2 * (person & 3))) & 3;
  return code === Genotype.missing ? missing[missing.length === 1 ? 0 : slotOf(group, missing.length)] : adds[code];
}

/** What became of a variant of a score: the larger the better known. */
const State = {
  notInCohort: 0,
  otherAlleles: 1,
  excluded: (why: (typeof exclusions)[number]) => 2 + exclusions.indexOf(why),
  matched: (kind: (typeof matchKinds)[number]) => 16 + matchKinds.indexOf(kind)
};

interface Site {
  entries: {score: number; index: number; variant: ScoreVariant}[];
  closed: boolean;
}

interface SiteRow {
  ref: string;
  alt: string;
  ploidy: number;
  genotypes: Uint8Array;
}

function indexSites(scorings: readonly ScoringFile[]): Map<string, Map<number, Site>> {
  const sites = new Map<string, Map<number, Site>>();
  scorings.forEach(({variants}, score) =>
    variants.forEach((variant, index) => {
      let positions = sites.get(variant.chrom);
      if (!positions) sites.set(variant.chrom, (positions = new Map()));
      let site = positions.get(variant.pos);
      if (!site) positions.set(variant.pos, (site = {entries: [], closed: false}));
      site.entries.push({score, index, variant});
    })
  );
  return sites;
}

function sameAlleles(a: SiteRow, b: SiteRow): boolean {
  return (a.ref === b.ref && a.alt === b.alt) || (a.ref === b.alt && a.alt === b.ref);
}

function sharesAllele(a: SiteRow, b: SiteRow): boolean {
  return a.ref === b.ref || a.ref === b.alt || a.alt === b.ref || a.alt === b.alt;
}

function rankOf(match: ReturnType<typeof findMatch>): number {
  return "row" in match ? matchKinds.indexOf(match.kind) : matchKinds.length;
}

/** Where each person is counted: four counts a group, then four of people who are left out. */
function countingSlots({total, included, groups}: ScoredPeople, groupCount: number): Int32Array {
  return Int32Array.from({length: total}, (_, person) => {
    if (!included[person]) return 4 * groupCount;
    return groupCount === 1 ? 0 : 4 * slotOf(groups![person], groupCount);
  });
}

/** Counts of the four codes per group, of people who are scored. */
function countByGroup(genotypes: Uint8Array, slots: Int32Array, groupCount: number): Int32Array {
  const counts = new Int32Array(4 * groupCount + 4);
  const whole = slots.length >> 2;
  for (let byte = 0, person = 0; byte < whole; ++byte, person += 4) {
    const codes = genotypes[byte];
    counts[slots[person] + (codes & 3)]++;
    counts[slots[person + 1] + ((codes >> 2) & 3)]++;
    counts[slots[person + 2] + ((codes >> 4) & 3)]++;
    counts[slots[person + 3] + (codes >> 6)]++;
  }
  for (let person = 4 * whole; person < slots.length; ++person)
    counts[slots[person] + ((genotypes[whole] >> (2 * (person & 3))) & 3)]++;
  return counts;
}

function frequencyOf(counts: Int32Array, groupCount: number): number {
  let [alt, alleles] = [0, 0];
  for (let group = 0; group < groupCount; ++group) {
    const of = (code: number): number => counts[4 * group + code];
    alt += 2 * of(Genotype.homAlt) + of(Genotype.het);
    alleles += 2 * (of(Genotype.homAlt) + of(Genotype.het) + of(Genotype.homRef));
  }
  return alt / alleles;
}

function addsOf({weights}: ScoreVariant, effectIsAlt: boolean): Float64Array {
  const adds = new Float64Array(4);
  adds[Genotype.homAlt] = weights[effectIsAlt ? 2 : 0];
  adds[Genotype.het] = weights[1];
  adds[Genotype.homRef] = weights[effectIsAlt ? 0 : 2];
  return adds;
}

/** Where a group's numbers stand: those of people without a group are last. */
function slotOf(group: number, slots: number): number {
  return group < 0 ? slots - 1 : group;
}

/** A group without any genotype gets the mean of all, and so do people without a group. */
function missingOf(
  adds: Float64Array,
  none: number,
  counts: Int32Array,
  groupCount: number,
  ploidy: number,
  missing: ScoreOptions["missing"]
): Float64Array {
  if (missing === "none" || ploidy === Ploidy.menOnly) return Float64Array.of(none);
  const meanOf = (groups: readonly number[]): number => {
    let [sum, n] = [0, 0];
    for (const group of groups)
      for (const code of [Genotype.homAlt, Genotype.het, Genotype.homRef]) {
        sum += adds[code] * counts[4 * group + code];
        n += counts[4 * group + code];
      }
    return sum / n;
  };
  const all = Array.from({length: groupCount}, (_, group) => group);
  const overall = meanOf(all);
  return Float64Array.from(all, (group) => {
    if (groupCount > 1 && group === groupCount - 1) return overall;
    const mean = meanOf([group]);
    return Number.isNaN(mean) ? overall : mean;
  });
}

function addGenotypes(
  genotypes: Uint8Array,
  adds: Float64Array,
  missing: Float64Array,
  {total, groups}: ScoredPeople,
  sums: Float64Array
): void {
  const table = adds.slice();
  // Where groups differ, their people with missing genotypes come after the others.
  table[Genotype.missing] = missing.length === 1 ? missing[0] : 0;
  const whole = total >> 2;
  for (let byte = 0, person = 0; byte < whole; ++byte, person += 4) {
    const codes = genotypes[byte];
    sums[person] += table[codes & 3];
    sums[person + 1] += table[(codes >> 2) & 3];
    sums[person + 2] += table[(codes >> 4) & 3];
    sums[person + 3] += table[codes >> 6];
  }
  const codeOf = (person: number): number => (genotypes[person >> 2] >> (2 * (person & 3))) & 3;
  for (let person = 4 * whole; person < total; ++person) sums[person] += table[codeOf(person)];
  if (missing.length === 1) return;
  for (let person = 0; person < total; ++person)
    if (codeOf(person) === Genotype.missing) sums[person] += missing[slotOf(groups![person], missing.length)];
}

function reportOf(scoring: ScoringFile, states: Uint8Array, cohortRepeats: number, least: number): MatchReport {
  const {id, variants, unsupported, rows} = scoring;
  const countOf = (state: number): number => states.reduce((sum, found) => sum + Number(found === state), 0);
  const matchedBy = recordOf(matchKinds, (kind) => countOf(State.matched(kind)));
  const matched = Object.values(matchedBy).reduce((sum, count) => sum + count, 0);
  const matchedSize = variants.reduce((sum, {size}, i) => sum + (states[i] >= 16 ? size : 0), 0);
  const knownSizes = unsupported.map(({size}) => size).filter((size) => !Number.isNaN(size));
  const size = [...variants, ...knownSizes.map((size) => ({size}))].reduce((sum, row) => sum + row.size, 0);
  const overlap = matched / rows;
  return {
    score: id,
    rows,
    matched,
    matchedBy,
    excluded: recordOf(exclusions, (why) => countOf(State.excluded(why))),
    unmatched: {"not in the cohort": countOf(State.notInCohort), "other alleles": countOf(State.otherAlleles)},
    unsupported: recordOf(unsupportedReasons, (reason) => unsupported.filter((row) => row.reason === reason).length),
    overlap,
    weightShare: size > 0 ? matchedSize / size : NaN,
    cohortRepeats,
    refused: overlap >= least ? null : refusalOf(id, matched, rows, least)
  };
}

function refusalOf(id: string, matched: number, rows: number, least: number): string {
  const percent = (share: number): string => `${Math.round(1000 * share) / 10} %`;
  return `${id}: ${matched} of ${rows} variants are matched (${percent(matched / rows)}), at least ${percent(least)} are needed; impute the missing variants, take a score made for this array, or set a smaller overlap`;
}

function recordOf<K extends string>(keys: readonly K[], value: (key: K) => number): Record<K, number> {
  return Object.fromEntries(keys.map((key) => [key, value(key)])) as Record<K, number>;
}
