import type {CountryShare} from "./countryShares.js";
import type {Selection} from "./participationShares.js";

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
  panelHead: (share: number, recorded: number): string => `${percent(share)} of ${short(recorded)}`,
  panelsSentence(who: string | null, high: ShareClaim, low: ShareClaim): string | null {
    if (percent(high.share) === percent(low.share)) return null;
    const subject = who === null ? "Participants who are not European" : `${who} participants`;
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
      return `In ${none} of ${all} countries, home to ${percent(people)} of the people of all of them, no study recruited that stayed in one country.`;
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
  }
};

/** One decimal; never 0 or 100 % unless it is exactly that. */
function percent(share: number): string {
  if (!Number.isFinite(share)) return "–";
  if (share === 0 || share === 1) return `${share * 100}${thin}%`;
  if (share < 0.0005) return `<${thin}0.1${thin}%`;
  if (share > 0.9995) return `>${thin}99.9${thin}%`;
  return `${(share * 100).toFixed(1)}${thin}%`;
}

function count(n: number): string {
  return String(Math.round(n)).replace(/\B(?=(\d{3})+$)/g, thin);
}

/** Millions with one decimal, smaller numbers in full. */
function many(n: number): string {
  return n >= 999_950 ? `${count(Math.floor(n / 1e6 + 0.05))}.${Math.round(n / 1e5) % 10} million` : count(n);
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

/** For small places: 3.2 M, 45 k. */
function short(n: number): string {
  if (n >= 999_500) return `${Number((n / 1e6).toPrecision(2))}${thin}million`;
  return count(n);
}

function stageWords(stage: Selection["stage"]): string {
  return stage === "both" ? "studies" : stage === "initial" ? "initial stages of studies" : "replications";
}
