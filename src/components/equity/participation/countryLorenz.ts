import type {CountryShare} from "./countryShares.js";

/** People and participants of all countries up to and with this one, as shares of all, 0–1. */
export interface LorenzPoint {
  country: string;
  people: number;
  participants: number;
}

/**
 * Countries in order of participants per head, least first, added up; empty if fewer than two have people, or nobody
 * takes part. Lorenz 1905, Publ Am Stat Assoc 9:209, with people in place of households.
 */
export function countryLorenz(shares: readonly CountryShare[]): LorenzPoint[] {
  const known = shares.filter(({population}) => population !== null && population > 0);
  const ordered = [...known].sort((a, b) => a.perThousand! - b.perThousand! || (a.country < b.country ? -1 : 1));
  const people = ordered.reduce((sum, {population}) => sum + population!, 0);
  const participants = ordered.reduce((sum, share) => sum + share.participants, 0);
  if (ordered.length < 2 || participants === 0) return [];
  const points: LorenzPoint[] = [];
  let [peopleSoFar, participantsSoFar] = [0, 0];
  for (const share of ordered) {
    peopleSoFar += share.population!;
    participantsSoFar += share.participants;
    points.push({
      country: share.country,
      people: peopleSoFar / people,
      participants: participantsSoFar / participants
    });
  }
  return points;
}

/**
 * Gini coefficient: twice the area between the curve and the diagonal. 0 = as many participants per head everywhere;
 * close to 1 = all in one small country.
 */
export function lorenzGini(points: readonly LorenzPoint[]): number {
  let [before, area] = [{people: 0, participants: 0}, 0];
  for (const point of points) {
    area += ((point.participants + before.participants) / 2) * (point.people - before.people);
    before = point;
  }
  return 1 - 2 * area;
}

/** Share of participants from those countries that hold the least recruited `share` of the people, between points by line. */
export function participantsOfLeast(points: readonly LorenzPoint[], share: number): number {
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
