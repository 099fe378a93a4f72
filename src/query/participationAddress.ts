import {
  usualParity,
  usualParticipation,
  withinLimits,
  type ParityQuestion,
  type ParticipationView
} from "../model/participationView.js";

const numbers = ["oddsRatio", "frequency", "caseFraction", "power", "alpha"] as const;
/** What the numbers of the calculator are called in the address. */
const words = {oddsRatio: "or", frequency: "maf", caseFraction: "cases", power: "power", alpha: "alpha"} as const;
const groupPrefix = "maf.";

/** Reads what `participationQuery` wrote; whatever is missing, or mangled on its way, is as usual. */
export function readParticipationAddress(query = location.search): ParticipationView {
  const given = new URLSearchParams(query);
  const oneOf = <Word extends string>(key: string, allowed: readonly Word[]): Word =>
    allowed.find((word) => word === given.get(key)) ?? allowed[0];
  return {
    metric: oneOf("metric", ["participants", "studies"]),
    stage: oneOf("stage", ["both", "initial", "replication"]),
    trait: given.get("trait"),
    from: yearFrom(given.get("from")),
    to: yearFrom(given.get("to")),
    count: oneOf("count", ["cumulative", "yearly"]),
    draw: oneOf("draw", ["stacked", "lines"]),
    group: given.get("group"),
    countries: oneOf("countries", ["first", "all"]),
    parity: parityFrom(given)
  };
}

/** The query part of an address, without `?`; empty for the usual view. */
export function participationQuery(view: ParticipationView): string {
  const query = new URLSearchParams();
  for (const key of ["metric", "stage", "trait", "from", "to", "count", "draw", "group", "countries"] as const)
    if (view[key] !== null && view[key] !== usualParticipation[key]) query.set(key, String(view[key]));
  const {parity} = view;
  if (parity.of !== usualParity.of) query.set("of", parity.of);
  for (const key of numbers) if (parity[key] !== usualParity[key]) query.set(words[key], String(parity[key]));
  for (const [group, frequency] of Object.entries(parity.frequencies))
    query.set(groupPrefix + group, String(frequency));
  return query.toString();
}

/** Keeps the view in the address of the page, without a new entry in the history. */
export function linkParticipation(view: ParticipationView): void {
  const query = participationQuery(view);
  history.replaceState(history.state, "", `${location.pathname}${query ? `?${query}` : ""}${location.hash}`);
}

function parityFrom(given: URLSearchParams): ParityQuestion {
  const parity: ParityQuestion = {...usualParity, of: given.get("of") === "gwas" ? "gwas" : "cohort", frequencies: {}};
  for (const key of numbers) {
    const value = Number(given.get(words[key]) ?? NaN);
    if (withinLimits(key, value)) parity[key] = value;
  }
  for (const [key, text] of given) {
    if (key.startsWith(groupPrefix) && withinLimits("frequency", Number(text)))
      parity.frequencies[key.slice(groupPrefix.length)] = Number(text);
  }
  return parity;
}

function yearFrom(text: string | null): number | null {
  return text !== null && /^\d{4}$/.test(text) ? Number(text) : null;
}
