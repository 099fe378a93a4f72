import type {EquityGenomicsRow, GenomicMeasure} from "../../../model/equityGenomics.js";
import type {ReleaseManifest} from "../../../model/release.js";
import {studyOf, type PortabilityShare} from "./portabilityChart.js";

/** The page in one sentence, from what others have published; what the cohort says needs its tables. */
export function carryOverLead(range: {low: PortabilityShare; high: PortabilityShare} | null): string {
  if (!range) return "Whether what was found in one group of people holds in another, and whether anybody could tell.";
  const {low, high} = range;
  const share = ({percent}: PortabilityShare): string => `${Math.round(percent)} %`;
  return `Less well than a single average says: in the comparison of ${studyOf(low.figure)}, polygenic scores kept ${share(high)} of their accuracy in one group and ${share(low)} in another.`;
}

/** Why the comparisons of this cohort need a key. */
export function lockedComparisonsWhy({cohort}: ReleaseManifest): string {
  const who = cohort.class === "controlled" ? "readers whom the cohort has named" : "registered readers";
  return `Comparisons of this cohort’s groups are made of counts and tests of all its variants, which could tell whether a person took part. They are encrypted to ${who} and open here, in your browser; neither key nor tables are sent anywhere.`;
}

/** One number of a group; undefined where the table has none. */
export function rowOf(
  rows: readonly EquityGenomicsRow[],
  measure: GenomicMeasure,
  ancestry: string,
  other: string | null = null,
  bin: string | null = null
): EquityGenomicsRow | undefined {
  return rows.find(
    (row) => row.measure === measure && row.ancestry === ancestry && row.otherAncestry === other && row.bin === bin
  );
}

/** Which groups are not compared, and why; always said, also where none is missing. */
export function missingGroupsSentence(groups: readonly string[], shown: ReadonlySet<string>, what: string): string {
  const missing = groups.filter((group) => !shown.has(group));
  if (missing.length === 0) return `All ${groups.length} genetic ancestry groups of the cohort are in ${what}.`;
  const [are, they] = missing.length === 1 ? ["is", "it has"] : ["are", "they have"];
  return `${listed(missing)} ${are} not in ${what}: ${they} too few people, or too few with the trait, to be shown without pointing at somebody.`;
}

/**
 * Whether findings are seen again as often as the size of each group lets expect: one sentence for groups alike. Claims what
 * an interval supports only.
 */
export function replicationSentences(
  rows: readonly {ancestry: string; low: number | null; high: number | null}[]
): string {
  const fewer = rows.filter(({high}) => high !== null && high < 1);
  const more = rows.filter(({low}) => low !== null && low > 1);
  const alike = rows.filter((row) => !fewer.includes(row) && !more.includes(row));
  const names = (some: typeof rows): string => listed(some.map(({ancestry}) => ancestry));
  return [
    ...(fewer.length > 0
      ? [`In ${names(fewer)} fewer findings are seen again than size explains: some do not carry over.`]
      : []),
    ...(more.length > 0 ? [`In ${names(more)} more findings are seen again than expected.`] : []),
    ...(alike.length > 0
      ? [
          `In ${names(alike)} the number seen again is within what size and chance let expect; the intervals allow for fewer and for more.`
        ]
      : [])
  ].join(" ");
}

/** What a slope between effects says; claims what the interval supports only. */
export function slopeSentence(group: string, row: EquityGenomicsRow | undefined, differing: number | null): string {
  if (!row || row.estimate === null)
    return `Too few loci were found in other groups to compare effects with those in ${group}.`;
  const differ =
    differing === null || differing === 0
      ? "No single locus differs by more than chance."
      : `At ${differing === 1 ? "one locus" : `${differing} loci`} the effect differs by more than chance.`;
  const {estimate, low, high} = row;
  const end = (value: number | null, words: string): string => (value === null ? words : value.toFixed(2));
  const size = `${estimate.toFixed(2)} times as large (95 % interval ${end(low, "without lower limit")} to ${end(high, "without upper limit")})`;
  if (high !== null && high < 1)
    return `Over all loci together, effects in ${group} are smaller than where they were found: ${size}. ${differ}`;
  if (low !== null && low > 1)
    return `Over all loci together, effects in ${group} are larger than where they were found: ${size}. ${differ}`;
  return `Over all loci together, effects in ${group} are not told apart from those where they were found: ${size}. ${differ}`;
}

export function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
