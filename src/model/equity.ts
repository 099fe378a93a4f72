/** One subgroup's value of one indicator: a row of table `equity`, with the column names that HEAT uses. */
export interface EquityRow {
  /** Whom it is about, such as a country or a survey. */
  setting: string;
  /** The year or period, or null where the table has only one. */
  date: string | null;
  /** Where the numbers come from: a citation. */
  source: string;
  indicator: string;
  dimension: string;
  subgroup: string;
  /** 1 = most disadvantaged; null where the dimension has no order. */
  subgroup_order: number | null;
  /** In the unit of the indicator (a percentage from 0 to 100 where `indicator_scale` is 100); null = withheld. */
  estimate: number | null;
  /** Standard error and 95 % interval, in the unit of `estimate`; null = unknown or withheld. */
  se: number | null;
  ci_lb: number | null;
  ci_ub: number | null;
  /** People in the subgroup, or any numbers in proportion to them; null = unknown or withheld. */
  population: number | null;
  /** The value over all subgroups; null = not given. */
  setting_average: number | null;
  /** More is better. */
  favourable_indicator: boolean;
  ordered_dimension: boolean;
  /** The greatest value possible (100 for percentages), or 1 where there is none. */
  indicator_scale: number;
  /** The subgroup that others are compared with. */
  reference_subgroup: boolean;
  /** The people behind the row, where they are made up. */
  synthetic: boolean;
}

/** People of the cohort in one group, beside the people whom it should serve: a row of table `representation`. */
export interface RepresentationRow {
  /** A variable of the strata, such as `ancestry`. */
  variable: string;
  level: string;
  /** People of the cohort; null = withheld. */
  n: number | null;
  /** Share of those people of the reference population who are in this group, 0–1; null = unknown. */
  reference_share: number | null;
  /** What the reference population is, with its source. */
  reference: string | null;
}

/** Participants of genome-wide association studies: a person counts once per study. */
export interface ParticipationRow {
  year: number;
  stage: "initial" | "replication";
  traitCategory: string;
  ancestry: string;
  participants: number;
  studies: number;
}

export interface CountryRow {
  /** As the GWAS Catalog writes it. */
  country: string;
  /** ISO 3166-1 numeric with three digits, such as `056`: the ids of the map. */
  iso: string | null;
  continent: string | null;
  /** People, 2017; null = unknown. */
  population: number | null;
  /** Participants and studies by ancestry; empty where no study recruited there. */
  participants: {ancestry: string; participants: number; studies: number}[];
}

export interface PortabilityFigure {
  source: string;
  group: string;
  measure: string;
  value: number;
  note: string;
}

/** A figure table that ships with Covenant: what it is, whose it is, and what has to be said beside it. */
export interface FigureSource {
  id: "participation" | "countries" | "continents" | "awareness" | "portability";
  title: string;
  citation: string;
  url: string | null;
  /** The day or year of the numbers. */
  date: string;
  caveat: string;
}

/** `data/equity.json` of the site: everything small. */
export interface EquityDocument {
  /** The tables that ship, and after them those of the cohort's manifest, after small-cell control. */
  indicators: EquityRow[];
  representation: RepresentationRow[];
  continents: {continent: string; population: number}[];
  portability: PortabilityFigure[];
  sources: FigureSource[];
}

/** `data/participation.json` of the site. */
export interface ParticipationDocument {
  rows: ParticipationRow[];
  countries: CountryRow[];
  sources: FigureSource[];
}
