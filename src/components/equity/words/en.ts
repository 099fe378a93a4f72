import type {Shown} from "../headlines/interval.js";

/** A subgroup with its figure; `range` null where its interval is unknown. */
export interface Named {
  who: string;
  value: number;
  range: Shown | null;
}

/** Which figures a sentence is about; a date of null goes unsaid. */
export interface Subject {
  indicator: string;
  setting: string;
  date: string | null;
}

/** Two subgroups, and the interval of the difference between them. */
interface Pair {
  /** What the sentence is about, as `subject` has it. */
  about: Subject;
  dimension: string;
  scale: number;
  decimals: number;
  higher: Named;
  lower: Named;
  /** How the two were chosen: by their place, or after looking, out of so many pairs. */
  chosen: {pairs: number; against: string | null} | null;
}

interface Claimed {
  about: Subject;
  dimension: string;
  scale: number;
  /** More is better: the slope and its ratio are of top to bottom then, and of bottom to top otherwise. */
  favourable: boolean;
  groups: number;
  shown: Shown;
}

/** A genetic ancestry group and the share of its cells that is withheld, 0–1. */
interface Payer {
  level: string;
  share: number;
}

const thin = "\u202f";

/**
 * Every sentence and label that the code of the equity pages makes, in English. Another language is another object of
 * the type `EquityWords`; the prose of a page is in the page. Numbers are written here, since languages differ in that.
 */
export const en = {
  number,
  value,
  range,
  withRange,
  points,
  /** A number of a size not known before: three figures. */
  figure: (value: number | null) => (value === null ? "–" : figure(value)),
  interval: (low: number | null, high: number | null) =>
    low === null || high === null ? "not known" : `${figure(low)} to ${figure(high)}`,

  /** What a value of an indicator is, for an axis: `Per cent of people`. */
  axis: (indicator: string, scale: number) => (scale === 100 ? `${bare(indicator)} (%)` : indicator),

  columns: {
    series: "Series",
    setting: "Setting",
    period: "Period",
    indicator: "Indicator",
    dimension: "Dimension",
    subgroup: "Group",
    value: "Value",
    low: "95 % interval from",
    high: "95 % interval to",
    interval: "95 % interval",
    measure: "Measure",
    question: "What it answers",
    none: "No inequality is",
    remark: "Remark",
    source: "Source"
  },

  charts: {
    value: "Value",
    unknown: "not known",
    noPeriod: "one period only",
    none: "no inequality",
    refused: "not worked out",
    withheld: "withheld",
    equal: "equal shares",
    peopleShare: "People, from the most disadvantaged (%)",
    indicatorShare: (indicator: string) =>
      indicator === "" ? "Share of all (%)" : `${bare(indicator)}: share of all (%)`
  },

  buttons: {
    measuresCsv: "Save all measures as CSV",
    print: "Print or save as PDF"
  },

  figures: {
    subgroups: (titles: string[]) => titles.join(", beside "),
    subgroupsSaid: "Each bar is a group; the line on it is the 95 % interval. A hatched bar is withheld.",
    measureOver: (measure: string, dimension: string) => `${measure}, by ${lowerFirst(dimension)}`,
    measureOverSaid:
      "Every indicator and period that is measured alike. Two of them differ only if their difference does; that is told above, in a sentence.",
    concentration: (dimension: string) => `Concentration curve over ${lowerFirst(dimension)}`,
    concentrationSaid:
      "People in their order from the left. Where all had the same, the curve would lie on the dashed line; below it, those further up have more. The band is the 95 % interval of each point.",
    equiplot: (dimension: string) => `How far groups by ${lowerFirst(dimension)} lie apart`,
    equiplotSaid: "A row for each indicator or period. Lines are 95 % intervals; what the numbers stand for is below.",
    participation: "Who takes part in genome-wide association studies, and who lives in the world",
    participationSaid: (unrecorded: number | null) =>
      `Left out are participations without a recorded ancestry${unrecorded === null ? "" : `, ${percent(unrecorded)} of all`}. Counts of a whole catalogue, so there is no interval.`,
    awareness: "Who has heard of genetic testing",
    keyMeasures: "The gradient in four measures",
    keyMeasuresSaid:
      "Dots are values, lines 95 % intervals, dashes no inequality, with its number. Each measure has a scale of its own.",
    own: "This cohort’s own tables",
    portability: "How well polygenic scores carry over, as published",
    portabilitySaid:
      "Each heading is a measure and a paper of its own, and its bars compare with each other only. Published without intervals in these tables.",
    multiples: "All tables of this setting at a glance",
    multiplesSaid: "A panel for each table, all from zero and on one scale. Lines are 95 % intervals.",
    measuresTable: "Values of all measures",
    measures: (applicable: number, all: number) => `${applicable} of ${all} measures apply`
  },

  hidden: {
    title: "Who is hidden by protection",
    nobody: "Nobody: no group in these tables is withheld.",
    series: (dimension: string, names: string[], indicators: string[]) =>
      `By ${lowerFirst(dimension)}, ${list(names.map(quoted))}: ${list(indicators.map(bare))}.`,
    counts: (variable: string, names: string[], sign: string) =>
      `People of this cohort by ${lowerFirst(variable.replaceAll("_", " "))}: ${list(names.map(quoted))} (${sign}).`,
    cost: "Their situation cannot be read here, and no measure is worked out over tables in which they are missing."
  },

  reached: {
    empty: "No table of equity figures is part of this release.",
    controls: "What is shown",
    compare: "Compare with",
    compareNone: "nothing",
    shown: (title: string, measure: string) => `Shown: ${title}, ${measure}.`,
    about: (series: {setting: string; date: string | null; synthetic: boolean}) =>
      `${series.setting}${series.date === null ? "" : `, ${series.date}`}.${series.synthetic ? " The people are made up." : ""}`,
    formula: "Formula:",
    interval: (interval: string) => `(95 % interval ${interval})`,
    noInterval: "No interval can be given, so it cannot be told whether there is inequality.",
    excludes: (none: number) => `The interval leaves out ${none}, which would be no inequality.`,
    holds: (none: number) =>
      `The interval holds ${none}, so these data show no inequality by this measure with certainty.`,
    onlyDrawn: (one: string, other: string) =>
      `“${one}” and “${other}” are drawn on one scale. No sentence compares them: a difference between two indicators, dimensions or settings would not say which groups fare worse.`,
    noCurve: (ordered: boolean, hidden: number) =>
      hidden > 0
        ? "No concentration curve is drawn, because a group is withheld."
        : ordered
          ? "No concentration curve is drawn, because the number of people in each group is not known."
          : "No concentration curve is drawn, because these groups have no order."
  },

  report: {
    participation: (top: string, share: number, date: string, continent: string, world: number) =>
      `Of all participations in genome-wide association studies with a recorded ancestry, up to ${date}, ${percent(share)} are of people recorded as ${top}; ${percent(world)} of the world’s people live in ${continent}. Continents stand in for ancestry here, since nobody has counted the world by it.`,
    portability: (source: string, measure: string, values: {group: string; value: number}[]) =>
      `${source} report ${measure.replace("lower than in Europeans by a factor", "that is lower than in Europeans by a factor of")} ${list(values.map(({group, value}) => `${number(value, 1)} (${group})`))}. No interval is given with these figures, so they are quoted as published.`,
    withheld: (title: string, most: Payer, least: Payer) =>
      `Rules of protection withheld ${percent(most.share)} of the cells of ${most.level} and ${percent(least.share)} of those of ${least.level} in “${title}”.`,
    withheldAlike: (title: string, share: number) =>
      `Rules of protection withheld ${percent(share)} of the cells of every group in “${title}”.`,
    nothingWithheld: "No cell of this release is withheld by genetic ancestry group.",
    overall: (about: Subject, who: Named, scale: number, decimals: number) =>
      `${opening(about)}${named("", who, scale, decimals, "95 % CI ").replace(/ of “[^”]*”$/, "")}.`,
    hidden: (count: number) =>
      count === 0
        ? "No group of these tables is hidden by protection."
        : `${count === 1 ? "One table has groups" : `${count} tables have groups`} that are hidden by protection; they are named below.`,
    facts: {
      cohort: "Cohort",
      releaseClass: "Release class",
      data: "Data of the cohort",
      date: "Date of the cohort’s data",
      others: "Figures of others",
      policy: "Policy"
    },
    othersWords: "real, each with its own source and date",
    by: (dimension: string) => `By ${lowerFirst(dimension)}`,
    dated: (title: string, date: string) => `${title} (${date})`,
    madeUp: "The people in these tables are made up: they show how a cohort’s own figures look, and are no findings.",
    noSource: "as described on the page Data and provenance",
    whose: "Figures of",
    figuresDate: "Date of the figures",
    caveat: "Note",
    gwas: "Participations in genome-wide association studies, by ancestry as recorded",
    world: "People of the world, by continent (a proxy)",
    bar: (share: number, count: number) => `${percent(share)} (${number(count, 0)})`,
    heading: (measure: string, source: string) =>
      `${measure.charAt(0).toUpperCase()}${measure.slice(1).replace(" percent", "")} (${source})`,
    quoted: (value: number, measure: string) => (/percent/.test(measure) ? value + thin + "%" : `${value} times lower`)
  },

  refusals: {
    hidden: (names: string[]) =>
      `Not worked out: the ${names.length === 1 ? "value" : "values"} of ${list(names.map(quoted))} ${names.length === 1 ? "is" : "are"} not shown, and without ${names.length === 1 ? "it" : "them"} a measure would describe other people.`
  },

  headlines: {
    gap({about, dimension, scale, decimals, higher, lower, chosen}: Pair, difference: Shown): string {
      const first = named(dimension, higher, scale, decimals, "95 % CI ");
      const second = named(dimension, lower, scale, decimals);
      const gap = `a gap of ${points(difference, scale)}`;
      return `${sentence(about, first, `against ${second}`)}: ${gap}${pickedWords(chosen)}.`;
    },
    noGap({about, dimension, scale, decimals, higher, lower, chosen}: Pair, difference: Shown): string {
      const first = named(dimension, higher, scale, decimals, "95 % CI ");
      const second = named(dimension, lower, scale, decimals);
      return `${sentence(about, first, `and ${second}`)}: these data do not tell the two apart; between them may lie anything from ${ends(difference)}${unitOf(scale)}${pickedWords(chosen)}.`;
    },
    slope({about, dimension, scale, favourable, groups, shown}: Claimed): string {
      const way = shown.value > 0 === favourable ? "higher" : "lower";
      return `${opening(about)}from the bottom to the top of the scale of ${lowerFirst(dimension)}, all ${groups} groups taken into account, the value is ${number(Math.abs(shown.value), shown.decimals)}${unitOf(scale)} ${way} (95 % CI ${rangeAbs(shown)}; slope index of inequality).`;
    },
    ratio({about, dimension, favourable, groups, shown}: Claimed): string {
      const [first, second] = favourable ? ["top", "bottom"] : ["bottom", "top"];
      return `${opening(about)}by the curve fitted to all ${groups} groups, the value at the ${first} of the scale of ${lowerFirst(dimension)} is ${number(shown.value, shown.decimals)} times that at the ${second} (95 % CI ${ends(shown)}; relative index of inequality).`;
    },
    concentration({about, dimension, shown}: Claimed): string {
      const end = shown.value > 0 ? "top" : "bottom";
      return `${opening(about)}it is concentrated towards the ${end} of the scale of ${lowerFirst(dimension)}: the relative concentration index is ${number(shown.value, shown.decimals)} (95 % CI ${ends(shown)}), where 0 would be an equal share for all.`;
    },
    noMeasure(about: Subject, dimension: string, measure: string, shown: Shown, none: number): string {
      return `${opening(about)}these data show no inequality by ${lowerFirst(dimension)} with certainty: the ${inSentence(measure)} lies anywhere from ${ends(shown)}, and ${number(none, 0)} would be none.`;
    },
    change(about: Subject, dimension: string, measure: string, scale: number, change: Change): string {
      const way = change.difference.value > 0 ? "rose" : "fell";
      return `${opening(about)}by ${lowerFirst(dimension)}, the ${inSentence(measure)} ${way} from ${withRange(change.earlier, 1)} in ${change.from} to ${withRange(change.later, 1)} in ${change.to}: a change of ${points(change.difference, scale)}, if the two are separate samples.`;
    },
    noChange(about: Subject, dimension: string, measure: string, scale: number, change: Change): string {
      return `${opening(about)}by ${lowerFirst(dimension)}, the ${inSentence(measure)} was ${withRange(change.earlier, 1)} in ${change.from} and ${withRange(change.later, 1)} in ${change.to}: these data do not tell the two periods apart; between them may lie anything from ${ends(change.difference)}${unitOf(scale)}.`;
    }
  },

  untold: {
    hidden: (about: Subject, names: string[]) =>
      `${opening(about)}whether groups differ cannot be told, because the ${names.length === 1 ? "value" : "values"} of ${list(names.map(quoted))} ${names.length === 1 ? "is" : "are"} not shown.`,
    noError: (about: Subject, names: string[]) =>
      `${opening(about)}whether groups differ cannot be told, because no standard error is given for ${list(names.map(quoted))}.`,
    oneGroup: (about: Subject) => `${opening(about)}there is one group only, so there is nothing to compare.`,
    refused: (about: Subject, why: string) => `${opening(about)}${lowerFirst(why)}`,
    noInterval: (about: Subject, measure: string) =>
      `${opening(about)}whether groups differ cannot be told, because no interval can be given for the ${inSentence(measure)}.`,
    otherGroups: (about: Subject) =>
      `${opening(about)}the two periods cannot be compared, because they have other groups.`,
    noOrder: (about: Subject) =>
      `${opening(about)}no sentence is made of the change between periods: these groups have no order, and the highest and the lowest may be others in each period.`
  }
};

/** The contract for other languages. */
export type EquityWords = typeof en;

/** Two periods' measures, and the difference later − earlier. */
export interface Change {
  from: string;
  to: string;
  earlier: Shown;
  later: Shown;
  difference: Shown;
}

/** What the shipped indicators say of a person. */
const verbs: Record<string, string> = {
  "aware of genetic testing": "had heard of genetic testing",
  "offered a genetic test": "had been offered a genetic test",
  "received a genetic test": "had received a genetic test"
};

function figure(value: number): string {
  if (value === 0) return "0";
  const decimals = Math.max(0, Math.min(6, 2 - Math.floor(Math.log10(Math.abs(value)))));
  return number(value, decimals);
}

function percent(share: number): string {
  const percentage = share * 100;
  if (percentage > 0 && percentage < 0.1) return `<${thin}0.1${thin}%`;
  return `${number(percentage, percentage < 10 && percentage > 0 ? 1 : 0)}${thin}%`;
}

function number(value: number, decimals: number): string {
  const [whole, part] = Math.abs(value).toFixed(decimals).split(".");
  const grouped = whole.length > 4 ? whole.replace(/\B(?=(\d{3})+$)/g, thin) : whole;
  const text = part === undefined ? grouped : `${grouped}.${part}`;
  return value < 0 && Number(text.replaceAll(thin, "")) !== 0 ? `−${text}` : text;
}

/** A value of an indicator: `46 %`. */
function value(value: number, scale: number, decimals: number): string {
  return `${number(value, decimals)}${scale === 100 ? `${thin}%` : ""}`;
}

/** The ends of an interval: `40–52`, or `−3 to 7` where a dash would be taken for a minus. */
function range({low, high, decimals}: Shown): string {
  const [from, to] = [number(low, decimals), number(high, decimals)];
  return from.startsWith("−") || to.startsWith("−") ? `${from} to ${to}` : `${from}–${to}`;
}

/** A figure of no unit with its interval. */
function withRange(shown: Shown, decimals = shown.decimals): string {
  return `${number(shown.value, decimals)} (${range({...shown, decimals})})`;
}

/** A difference of two values: `27 percentage points (18–36)`. */
function points(shown: Shown, scale: number): string {
  return `${number(shown.value, shown.decimals)}${unitOf(scale)} (${range(shown)})`;
}

function ends({low, high, decimals}: Shown): string {
  return `${number(low, decimals)} to ${number(high, decimals)}`;
}

function rangeAbs(shown: Shown): string {
  const [low, high] = [Math.abs(shown.low), Math.abs(shown.high)].sort((a, b) => a - b);
  return range({...shown, low, high});
}

function unitOf(scale: number): string {
  return scale === 100 ? " percentage points" : "";
}

function named(dimension: string, {who, value: v, range: r}: Named, scale: number, decimals: number, ci = ""): string {
  const interval = r ? ` (${ci}${range({...r, decimals})})` : " (no interval given)";
  return `${value(v, scale, decimals)}${interval} of ${people(dimension, who)}`;
}

/** A subgroup as people. */
function people(dimension: string, who: string): string {
  if (/^income$/i.test(dimension) && who.includes("$")) return `people with ${lowerFirst(who)} a year`;
  if (/^education$/i.test(dimension) && /years? of school$/.test(who)) return `people with ${lowerFirst(who)}`;
  if (/^education$/i.test(dimension) && /^masters/i.test(who))
    return "people with a master’s, doctoral or professional degree";
  return quoted(who);
}

function sentence({indicator, setting, date}: Subject, first: string, rest: string): string {
  const verb = verbs[bare(indicator).toLowerCase()];
  const where = date === null ? setting : `${setting}, ${date}`;
  return verb ? `${where}: ${first} ${verb}, ${rest}` : `${bare(indicator)} (${where}): ${first}, ${rest}`;
}

function opening({indicator, date}: Subject): string {
  return date === null ? `${bare(indicator)}: ` : `${bare(indicator)}, ${date}: `;
}

/** Without its unit, which goes with the numbers. */
function bare(indicator: string): string {
  return indicator.replace(/ \(%\)$/, "");
}

function pickedWords(chosen: Pair["chosen"]): string {
  if (!chosen) return "";
  const from = chosen.against ? `the one furthest from “${chosen.against}”` : "the highest and the lowest";
  return chosen.pairs === 1
    ? ""
    : ` (${from} of ${chosen.pairs} pairs, chosen after looking, so the interval is widened to hold for all of them)`;
}

/** A measure's name within a sentence, without its abbreviation. */
function inSentence(measure: string): string {
  return lowerFirst(measure.replace(/ \([A-Z]+\)$/, ""));
}

function quoted(name: string): string {
  return `“${name}”`;
}

function list(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

function lowerFirst(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}
