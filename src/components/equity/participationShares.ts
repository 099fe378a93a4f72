import type {EquityDocument, ParticipationRow} from "../../model/equity.js";

/** A part of a whole: participants by ancestry, or people by continent. */
export interface Share {
  name: string;
  count: number;
  /** Of all that are told apart, 0–1. */
  share: number;
}

/** What the catalogue writes where no ancestry is recorded. */
const notReported = "Not reported";

/** Participants by broad ancestry, greatest first, as shares of those whose ancestry is recorded. */
export function participationShares(rows: readonly ParticipationRow[]): Share[] {
  const counts = new Map<string, number>();
  for (const {ancestry, participants} of rows)
    if (ancestry !== notReported) counts.set(ancestry, (counts.get(ancestry) ?? 0) + participants);
  return sharesOf([...counts]);
}

/** The share of participants of whom no ancestry is recorded, 0–1; NaN without participants. */
export function unrecordedShare(rows: readonly ParticipationRow[]): number {
  const sum = (some: readonly ParticipationRow[]) => some.reduce((n, {participants}) => n + participants, 0);
  return sum(rows.filter(({ancestry}) => ancestry === notReported)) / sum(rows);
}

export function continentShares(continents: EquityDocument["continents"]): Share[] {
  return sharesOf(continents.map(({continent, population}) => [continent, population]));
}

function sharesOf(counts: readonly (readonly [string, number])[]): Share[] {
  const whole = counts.reduce((sum, [, count]) => sum + count, 0);
  return counts
    .map(([name, count]) => ({name, count, share: count / whole}))
    .sort((a, b) => b.count - a.count);
}
