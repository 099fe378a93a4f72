import type {CountryRow} from "../../../model/equity.js";

/** Participants of studies that recruited in one country only. */
export interface CountryShare {
  country: string;
  iso: string | null;
  continent: string | null;
  /** People; null = unknown. */
  population: number | null;
  /** 0 = no study recruited in this country alone. */
  participants: number;
  studies: number;
  /** Participants per 1,000 people: more than 1,000 where people take part in many studies; null without population. */
  perThousand: number | null;
}

/** By participants per head, most first; those that none is known of come last. */
export function countryShares(rows: readonly CountryRow[]): CountryShare[] {
  return rows.filter(isCountry).map(toShare).sort(byRate);
}

/** Participants and studies of records that report no country. */
export function withoutCountry(rows: readonly CountryRow[]): {participants: number; studies: number} {
  const sums = rows.filter((row) => !isCountry(row)).map(toShare);
  return {
    participants: sums.reduce((sum, {participants}) => sum + participants, 0),
    studies: sums.reduce((sum, {studies}) => sum + studies, 0)
  };
}

/** Countries that no study recruits in alone, and how many of the people of all countries live there (0–1). */
export function notRecruiting(shares: readonly CountryShare[]): {countries: number; people: number} {
  const none = shares.filter(({participants}) => participants === 0);
  return {countries: none.length, people: peopleOf(none) / peopleOf(shares)};
}

/** Participants per 1,000 people of all countries with a population together. */
export function worldRate(shares: readonly CountryShare[]): number {
  const known = shares.filter(({population}) => population !== null);
  return (1000 * known.reduce((sum, {participants}) => sum + participants, 0)) / peopleOf(known);
}

function isCountry({iso, continent, population}: CountryRow): boolean {
  return iso !== null || continent !== null || population !== null;
}

function toShare({country, iso, continent, population, participants: groups}: CountryRow): CountryShare {
  const participants = groups.reduce((sum, group) => sum + group.participants, 0);
  const studies = groups.reduce((sum, group) => sum + group.studies, 0);
  const perThousand = population !== null && population > 0 ? (1000 * participants) / population : null;
  return {country, iso, continent, population, participants, studies, perThousand};
}

function byRate(a: CountryShare, b: CountryShare): number {
  return (b.perThousand ?? -1) - (a.perThousand ?? -1) || (a.country < b.country ? -1 : 1);
}

function peopleOf(shares: readonly CountryShare[]): number {
  return shares.reduce((sum, {population}) => sum + (population ?? 0), 0);
}
