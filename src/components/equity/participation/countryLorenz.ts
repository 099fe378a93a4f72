import {giniOfGroups} from "../../../kernels/equity/gini.js";
import {lorenzCurve} from "../../../kernels/equity/lorenz.js";
import type {Subgroup} from "../../../kernels/equity/subgroup.js";
import type {CountryShare} from "./countryShares.js";

/** People and participants of all countries up to and with this one, as shares of all, 0–1. */
export interface LorenzPoint {
  country: string;
  people: number;
  participants: number;
}

/** How unevenly participation is spread over people by country. */
export interface CountryLorenz {
  /** By participants per head, fewest first. */
  points: LorenzPoint[];
  /** Between countries: what is uneven within one is not in it. 0 = as many participants per head everywhere. */
  gini: number;
}

/** Null if fewer than two countries have people, or nobody takes part. */
export function countryLorenz(shares: readonly CountryShare[]): CountryLorenz | null {
  const ordered = shares
    .filter(({population}) => population !== null && population > 0)
    .sort((a, b) => a.perThousand! - b.perThousand! || (a.country < b.country ? -1 : 1));
  const subgroups = ordered.map(({perThousand, population}): Subgroup => ({
    estimate: perThousand!,
    se: null,
    population,
    order: null,
    reference: false
  }));
  const curve = lorenzCurve(subgroups);
  const gini = giniOfGroups({subgroups, favourable: true, ordered: false, scale: 1, settingAverage: null});
  if ("refused" in curve || "refused" in gini) return null;
  const points = ordered.map(({country}, i) => ({
    country,
    people: curve[i + 1].population,
    participants: curve[i + 1].share
  }));
  return {points, gini: gini.estimate};
}

/** Share of participants from those countries that hold the least recruited `share` of the people, between points by line. */
export function participantsOfLeast({points}: CountryLorenz, share: number): number {
  let before = {people: 0, participants: 0};
  for (const point of points) {
    if (point.people >= share) {
      const along = (share - before.people) / (point.people - before.people);
      return before.participants + along * (point.participants - before.participants);
    }
    before = point;
  }
  return 1;
}
