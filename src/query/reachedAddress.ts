/** All that a reader has chosen on the page "Who is reached"; a link brings it back. */
export interface ReachedAddress {
  indicator: string | null;
  dimension: string | null;
  setting: string | null;
  period: string | null;
  measure: string | null;
  compare: string | null;
}

const keys = ["indicator", "dimension", "setting", "period", "measure", "compare"] as const;

/** Reads what `reachedQuery` wrote; whatever is missing is null. */
export function readReachedAddress(query = location.search): ReachedAddress {
  const words = new URLSearchParams(query);
  return Object.fromEntries(keys.map((key) => [key, words.get(key)])) as unknown as ReachedAddress;
}

/** The query part of an address, without `?`. */
export function reachedQuery(view: ReachedAddress): string {
  const words = new URLSearchParams();
  for (const key of keys) if (view[key] !== null) words.set(key, view[key]);
  return words.toString();
}

/** Puts what was chosen into the address of the page. */
export function linkReached(view: ReachedAddress): void {
  const query = reachedQuery(view);
  history.replaceState(history.state, "", `${location.pathname}${query ? `?${query}` : ""}`);
}
