import type {EquityDocument, ParticipationRow} from "../../model/equity.js";
import {
  notReportedOverall,
  sharesOverall,
  type Selection,
  type YearShare
} from "./participation/participationShares.js";

/** People of a continent, as a share of the world's. */
export interface ContinentShare {
  continent: string;
  population: number;
  /** 0–1. */
  share: number;
}

const everything: Selection = {
  metric: "participants",
  stage: "both",
  trait: null,
  from: null,
  to: null,
  count: "cumulative"
};

/** Participations by ancestry over all years, stages and traits, greatest first; shares are of recorded ancestry. */
export function catalogueShares(rows: readonly ParticipationRow[]): YearShare[] {
  if (rows.length === 0) return [];
  return [...sharesOverall(rows, everything)].sort((a, b) => b.count - a.count);
}

/** The share of participations without a recorded ancestry, 0–1; null without any. */
export function unrecordedShare(rows: readonly ParticipationRow[]): number | null {
  if (rows.length === 0) return null;
  const left = notReportedOverall(rows, everything);
  return left && left.count / left.total;
}

/** Greatest first. */
export function continentShares(continents: EquityDocument["continents"]): ContinentShare[] {
  const world = continents.reduce((sum, {population}) => sum + population, 0);
  return continents
    .map(({continent, population}) => ({continent, population, share: population / world}))
    .sort((a, b) => b.population - a.population);
}
