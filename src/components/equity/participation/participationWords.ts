import type {FigureSource} from "../../../model/equity.js";
import type {ParityQuestion} from "../../../model/participationView.js";
import {ancestryName} from "../../ancestryColours.js";
import type {CountryShare} from "./countryShares.js";
import type {ParityGroup} from "./parityNumbers.js";
import type {Selection} from "./participationShares.js";
import type {Represented, Standing} from "./representationRatios.js";

const thin = "\u202f";

/** A share 0–1 of all who take part, or of the people of the world. */
export interface ShareClaim {
  who: string;
  share: number;
}

/**
 * Every sentence and label that the code of the page "Who takes part" makes, in English; a headline that the numbers do
 * not support is null. Another language is another object of this form.
 */
export const participationWords = {
  percent,
  count,
  many,
  axisShare: (share: number): string => `${Number((share * 100).toPrecision(3))}${thin}%`,
  named: (who: string, share: number): string => `${who} ${percent(share)}`,
  nothing: "Nothing was recorded for this choice. Choose more years, another stage or all traits.",

  metric: {participants: "Participants", studies: "Studies"} satisfies Record<Selection["metric"], string>,
  stage: {
    both: "Initial and replication",
    initial: "Initial",
    replication: "Replication"
  } satisfies Record<Selection["stage"], string>,
  everyTrait: "All traits",
  allButEuropean: "All but European",

  counts: {cumulative: "Added up", yearly: "Each alone"} satisfies Record<Selection["count"], string>,
  draws: {stacked: "Parts of the whole", lines: "Lines, logarithmic"},

  controls: {
    title: "What the charts show",
    metric: "Count",
    stage: "Stage of the study",
    trait: "Trait category",
    from: "From",
    to: "To",
    count: "Years",
    draw: "Draw as",
    group: "Whose share"
  },

  /** One sentence that answers the page's question. */
  lead({who, share}: ShareClaim, participants: number, [from, to]: [number, number]): string {
    return `Of ${many(participants)} participants of genome-wide association studies with recorded ancestry, ${from} to ${to}, ${percent(share)} were ${who}.`;
  },
  noLead: "No study with recorded ancestry is in the data of this page.",

  /** What the chart shows, as chosen. */
  shareTitle: ({metric, trait, stage, count}: Selection): string =>
    `${metric === "participants" ? "Who took part in" : "Which groups were looked at in"} ${stageWords(stage)}${
      trait === null ? "" : ` of “${trait}”`
    }, ${count === "cumulative" ? "years added up" : "year by year"}`,
  shareSubtitle: ({metric}: Selection): string =>
    metric === "participants"
      ? "Share of participants with recorded ancestry. A person counts once in each study, and these are counts of all studies of the catalogue, not a sample, so there is no interval to draw."
      : "Share of entries with recorded ancestry. A study counts once for each ancestry category and stage; these are counts of the whole catalogue, not a sample, so there is no interval to draw.",
  notReportedTitle: ({metric}: Selection): string =>
    `${metric === "participants" ? "Participants" : "Studies"} whose ancestry no paper reports`,
  notReportedSubtitle: ({count}: Selection): string =>
    `Share of all, ${count === "cumulative" ? "all chosen years up to each" : "each year alone"}. They are left out of the percentages above.`,
  shareSentence(
    {metric}: Pick<Selection, "metric">,
    {who, share}: ShareClaim,
    recorded: number,
    [from, to]: [number, number]
  ): string {
    const years = from === to ? `in ${from}` : `from ${from} to ${to}`;
    const of = metric === "participants" ? "participants" : "entries of studies";
    return `${percent(share)} of the ${many(recorded)} ${of} with recorded ancestry ${years} ${metric === "participants" ? "were" : "are"} ${who}.`;
  },
  /** Two shares in time, without a word on what may have caused the change. */
  changeSentence(
    {metric}: Pick<Selection, "metric">,
    who: string,
    [first, before]: [number, number],
    [last, after]: [number, number]
  ): string | null {
    const [a, b] = [percent(before), percent(after)];
    if (first === last || !Number.isFinite(before) || !Number.isFinite(after)) return null;
    if (metric === "studies") return `In ${last} alone it was ${b}, in ${first} alone ${a}.`;
    return `Of those who took part in ${last} alone, ${b} were ${who}; of those in ${first} alone, ${a}.`;
  },
  notReportedSentence({metric}: Pick<Selection, "metric">, count: number, total: number): string {
    const of = metric === "participants" ? "participants" : "entries of studies";
    if (count === 0) return `No paper left the ancestry of its ${of} unrecorded.`;
    return `For another ${many(count)} ${of}, ${percent(count / total)} of all, no ancestry was recorded. They are in none of the percentages above.`;
  },

  panelsTitle: (who: string | null): string =>
    who === null
      ? "In which fields others than Europeans were studied"
      : `In which fields ${who} participants were studied`,
  panelsSubtitle: ({metric}: Pick<Selection, "metric">): string =>
    `Share of ${metric === "participants" ? "participants" : "entries of studies"} with recorded ancestry, years added up. Where the share is largest comes first.`,
  panelHead: (share: number, recorded: number): string => `${percent(share)} of ${shortCount(recorded)}`,
  panelsSentence(
    {metric}: Pick<Selection, "metric">,
    who: string | null,
    high: ShareClaim,
    low: ShareClaim
  ): string | null {
    if (percent(high.share) === percent(low.share)) return null;
    const subject =
      metric === "studies"
        ? `Entries of studies ${who === null ? "of others than Europeans" : `of the category “${who}”`}`
        : who === null
          ? "Participants who are not European"
          : `${who} participants`;
    return `${subject} are ${percent(high.share)} of those with recorded ancestry in “${high.who}” and ${percent(low.share)} in “${low.who}”.`;
  },

  rate,
  map: {
    title: "Participants per head, by country where a study recruited",
    subtitle:
      "Participants of studies that recruited in that country alone, for each 1,000 of its people. A person counts once in each study.",
    key: "Participants per 1,000 people",
    end: (end: number): string => (end < 1 ? String(end) : count(end)),
    none: "no study recruits in this country alone",
    unknown: "not in the table of countries",
    keys: "Map of the world by participants per head. The arrow keys go from country to country, from most to least.",
    loading: "The map comes as you come near it.",
    failed: "The map could not be read. The table and the plot below have the same numbers.",
    value: mapValue,
    /** For one country: its name and what is known of it. */
    lines(name: string, share: CountryShare | null): string[] {
      if (!share || share.perThousand === null) return [name, "not in the table of countries"];
      if (share.participants === 0) return [name, "no study recruits in this country alone"];
      return [
        name,
        `${rate(share.perThousand)} participants per 1,000 people`,
        `${count(share.participants)} participants, ${count(share.population!)} people`
      ];
    },
    mostSentence({country, perThousand}: CountryShare): string | null {
      if (perThousand === null || perThousand === 0) return null;
      const said = `${country} has most participants per head: ${rate(perThousand)} for each 1,000 people.`;
      return perThousand <= 1000
        ? said
        : `${said} That is more participants than people, since the same people took part in many studies.`;
    },
    noneSentence(none: number, all: number, people: number): string | null {
      if (all === 0) return null;
      if (none === 0) return `In each of ${all} countries at least one study recruited.`;
      return `In ${none} of ${all} countries, home to ${percent(people)} of the people of all of them, no study recruited in that country alone.`;
    },
    leftOutSentence(participants: number): string {
      const unplaced =
        participants > 0 ? `, nor can ${many(participants)} participants of studies that report no country be` : "";
      return `Studies that recruited in several countries are not on the map${unplaced}.`;
    }
  },

  dots: {
    title: (shown: number, all: number): string =>
      shown < all
        ? `The ${shown} countries with most participants per head`
        : `All ${all} countries with participants, by head`,
    subtitle:
      "The same numbers, ranked, on a logarithmic axis. Dashed: all countries together; dotted: as many participants as people.",
    axis: "Participants per 1,000 people (logarithmic)",
    toggle: (shown: "first" | "all", first: number, all: number): string =>
      shown === "all" ? `Show the first ${first} only` : `Show all ${all} countries with participants`
  },

  sources: {
    real: "real, in sums, published by others",
    careful: {
      participation: "a snapshot of 2019; a person counts once in each study",
      countries: "studies that recruited in several countries are left out; a person counts once in each study"
    } as Partial<Record<FigureSource["id"], string>>,
    short: {
      participation: "GWAS Catalog, November 2019",
      countries: "GWAS Catalog, November 2019; people of countries in 2017"
    } as Partial<Record<FigureSource["id"], string>>
  },

  lorenz: {
    title: "How unevenly taking part is spread over countries",
    subtitle:
      "Countries in order of participants per head, fewest first, by share of people and of participants. On the dashed line every country has as many per head. Studies that recruited in one country only; a count of all of them, so there is no interval to draw.",
    people: "People, added up",
    participants: "Participants, added up",
    parity: "as many per head everywhere",
    sentence(ofHalf: number, gini: number): string | null {
      const said = percent(ofHalf);
      if (said === percent(0.5)) return null;
      return `The half of the world’s people who live where fewest take part are ${said} of the participants of studies that recruited in one country. The Gini coefficient is ${gini.toFixed(2)}: 0 would be as many participants per head in every country, and values near 1 mean that nearly all come from countries where few people live.`;
    }
  },

  representation: {
    title: "The cohort beside the people whom it should serve",
    subtitle:
      "Share of the cohort divided by share of the catchment, with its 95 % interval. 1 is parity; the shaded band is the four-fifths rule.",
    axis: "Share of cohort ÷ share of catchment",
    source: (reference: string): string => `table representation of this release; catchment: ${reference}`,
    none: "No group of the cohort can be compared.",
    withheld: "withheld",
    noShare: "no share of the catchment is known",
    standing: {
      below: "below four fifths",
      within: "within four fifths",
      above: "above five fourths",
      unclear: "cannot tell"
    } satisfies Record<Standing, string>,
    synthetic: (what: string): string =>
      `The cohort is ${what}: these numbers show the method and say nothing about real people.`,
    /** Of one group; null where its interval does not lie on one side of the rule. */
    sentence({variable, level, share, referenceShare, ratio, low, high, standing}: Represented): string | null {
      if (ratio === null || (standing !== "below" && standing !== "above")) return null;
      const who =
        variable === "ancestry" ? `People ${ancestryName(level)} (${level})` : `People of ${variable} “${level}”`;
      const side = standing === "below" ? "less than four fifths" : "more than five fourths";
      return `${who} are ${percent(share!)} of the cohort and ${percent(referenceShare!)} of its catchment: ${ratio.toFixed(2)} times their share (95 % interval ${low!.toFixed(2)} to ${high!.toFixed(2)}), ${side}.`;
    },
    unclearSentence: (groups: number): string | null =>
      groups === 0
        ? null
        : `Of ${groups === 1 ? "one group" : `${groups} groups`} the numbers cannot tell: the interval crosses a line of the rule.`,
    withheldSentence: (groups: number): string | null =>
      groups === 0
        ? null
        : `${groups === 1 ? "One group is" : `${groups} groups are`} withheld, since a small count can point at a person. The shares are among the groups that are shown.`,
    apart: (variables: string[]): string =>
      `The catchment says nothing about ${variables.join(", ")}, so these are not compared.`,
    noCatchment: (counted: boolean): string =>
      `Nobody has said whom this cohort should serve, so ${
        counted ? "the numbers of its groups have nothing to be compared with" : "there is nothing to compare it with"
      }. Whoever builds this site can add a table with the columns variable, level and population (or share), and name it in the manifest of the cohort:`,
    example: "catchment:\n  file: catchment.csv\n  source: National census 2021, table 7"
  },

  shortCount,
  parity: {
    title: "People now, and people needed",
    subtitle: ({of}: ParityQuestion): string =>
      of === "cohort"
        ? "Dot: people of the cohort. Bar: people needed for the power asked for. Logarithmic axis. A calculation, not a measurement."
        : "Dot: participants of all studies of the GWAS Catalog together, in which a person counts many times; no one study has so many. Bar: people needed in one study. Logarithmic axis.",
    axis: "People (logarithmic)",
    frequencyAxis: "Minor allele frequency (logarithmic)",
    controls: "The study that is to be planned",
    of: "Start from the numbers of",
    sets: {cohort: "This cohort", gwas: "All studies of the GWAS Catalog"} satisfies Record<
      ParityQuestion["of"],
      string
    >,
    oddsRatio: "Odds ratio per allele",
    frequency: "Minor allele frequency",
    caseFraction: "Cases, in per cent of people",
    powerAsked: "Power, in per cent",
    alpha: "Significance",
    ownFrequencies: "Give a group a frequency of its own",
    alphas(own: number): {value: string; label: string}[] {
      const offered = [5e-8, 5e-9, 1e-6, 1e-4, 0.05];
      const all = offered.includes(own) ? offered : [...offered, own];
      return all.map((alpha) => ({value: String(alpha), label: scientific(alpha)}));
    },
    cohortSource: "table representation of this release; power by the additive score test (Vukcevic and others 2011)",
    noGroups: "No number of people by genetic ancestry group is known here.",
    powerTitle: ({oddsRatio}: ParityQuestion): string =>
      `The chance to find an odds ratio of ${oddsRatio}, with the people of now`,
    powerSubtitle: ({caseFraction, power, alpha}: ParityQuestion): string =>
      `If ${given(caseFraction)} of the people of each group were cases; significance ${scientific(alpha)}; dashed: a power of ${given(power)}.`,
    /** Beside the mark of one group. */
    beside({now, more}: ParityGroup, of: ParityQuestion["of"]): string {
      if (now === null) return "now withheld";
      if (more! > 0) return `${shortCount(more!)} more`;
      return of === "cohort" ? "enough" : "in all studies";
    },
    answer({of, oddsRatio, power, alpha, caseFraction}: ParityQuestion, groups: readonly ParityGroup[]): string {
      if (groups.length === 0) return "";
      const needs = groups.map(({needed}) => needed);
      const [least, most] = [Math.min(...needs), Math.max(...needs)];
      const frequencies = [...new Set(groups.map(({frequency}) => frequency))];
      const allele =
        frequencies.length === 1
          ? `an allele with a frequency of ${given(frequencies[0])}`
          : "an allele with the frequencies given";
      const people = least === most ? `${count(least)} people` : `${count(least)} to ${count(most)} people`;
      const enough = groups.filter(({more}) => more === 0).map(({group}) => group);
      const lacking = groups.filter(({more}) => more !== null && more > 0);
      const shown = groups.some(({more}) => more === null) ? "group whose number is shown" : "group";
      const now =
        enough.length + lacking.length === 0
          ? ""
          : lacking.length === 0
            ? ` Every ${shown} has as many now.`
            : ` ${enough.length === 0 ? `No ${shown} has as many now` : `As many are there of ${list(enough)}`}; ${list(
                lacking.map(({group, more}) => `${group} would need ${count(more!)} more`)
              )}.`;
      return `To find ${allele} and an odds ratio of ${oddsRatio} with a power of ${given(power)} at a significance of ${scientific(alpha)}, where ${given(caseFraction)} are cases, a study needs ${people} of each group.${now}${
        of === "gwas"
          ? " Participants of the catalogue are spread over thousands of studies of many traits, and a person counts in each: that there are as many in all does not mean that one study has them."
          : ""
      }`;
    },
    withheldSentence: (groups: string[]): string =>
      groups.length === 0
        ? ""
        : `How many people of ${list(groups)} there are is withheld, since a small count can point at a person: what they lack cannot be said, and no curve is drawn.`
  }
};

/** One decimal; never 0 or 100 % unless it is exactly that. */
function percent(share: number): string {
  if (!Number.isFinite(share)) return "–";
  if (share === 0 || share === 1) return `${share * 100}${thin}%`;
  const printed = (share * 100).toFixed(1);
  if (printed === "0.0") return `<${thin}0.1${thin}%`;
  if (printed === "100.0") return `>${thin}99.9${thin}%`;
  return `${printed}${thin}%`;
}

/** A share that somebody typed, as they typed it. */
function given(share: number): string {
  return `${Number((share * 100).toPrecision(6))}${thin}%`;
}

function count(n: number): string {
  return String(Math.round(n)).replace(/\B(?=(\d{3})+$)/g, thin);
}

/** Millions with one decimal, smaller numbers in full. */
function many(n: number): string {
  const tenths = Math.round(n / 1e5);
  return n >= 999_950 ? `${count(Math.floor(tenths / 10))}.${tenths % 10} million` : count(n);
}

/** Participants per 1,000 people: two significant figures below 100, whole numbers above. */
function rate(perThousand: number): string {
  if (perThousand === 0) return "0";
  return perThousand >= 100 ? count(perThousand) : String(Number(perThousand.toPrecision(2)));
}

function mapValue({perThousand, participants}: CountryShare): string {
  if (perThousand === null) return "unknown";
  return participants === 0 ? "no study" : rate(perThousand);
}

/** For small places: two significant figures from a million on, else in full. */
function shortCount(n: number): string {
  if (n >= 999_500) return `${Number((n / 1e6).toPrecision(2))}${thin}million`;
  return count(n);
}

function scientific(value: number): string {
  if (value >= 0.001) return String(value);
  const [mantissa, exponent] = value.toExponential().split("e");
  const power = exponent.replace(/[-\d]/g, (sign) => (sign === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(sign)]));
  return `${mantissa}\u00a0×\u00a010${power}`;
}

function list(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

function stageWords(stage: Selection["stage"]): string {
  return stage === "both" ? "studies" : stage === "initial" ? "initial stages of studies" : "replications";
}
