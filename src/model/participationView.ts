/** All that a reader has chosen on the page "Who takes part"; a link brings it back. */
export interface ParticipationView {
  metric: "participants" | "studies";
  stage: "both" | "initial" | "replication";
  /** A trait category of the GWAS Catalog; null = all. */
  trait: string | null;
  /** First and last year, both included; null = as far as the data go. */
  from: number | null;
  to: number | null;
  /** Each year with all years before it, from the first one chosen, or alone. */
  count: "cumulative" | "yearly";
  draw: "stacked" | "lines";
  /** Whose share the panels by trait category show; null = everybody but European. */
  group: string | null;
  countries: "first" | "all";
  parity: ParityQuestion;
}

/** A case–control study that is to find an association in every group. */
export interface ParityQuestion {
  /** Whose numbers it starts from. */
  of: "cohort" | "gwas";
  /** Per allele; not 1. */
  oddsRatio: number;
  /** Minor allele frequency, above 0 and up to 0.5, in groups without one of their own. */
  frequency: number;
  frequencies: Record<string, number>;
  /** Share of participants who are cases, between 0 and 1. */
  caseFraction: number;
  /** Probability to find the association, between 0 and 1. */
  power: number;
  /** Two-sided significance. */
  alpha: number;
}

export const usualParity: ParityQuestion = {
  of: "cohort",
  oddsRatio: 1.2,
  frequency: 0.05,
  frequencies: {},
  caseFraction: 0.5,
  power: 0.8,
  alpha: 5e-8
};

export const usualParticipation: ParticipationView = {
  metric: "participants",
  stage: "both",
  trait: null,
  from: null,
  to: null,
  count: "cumulative",
  draw: "stacked",
  group: null,
  countries: "first",
  parity: usualParity
};

/** What a number of a question may be: the calculator and the address hold to the same limits. */
export const parityLimits: Record<"oddsRatio" | "frequency" | "caseFraction" | "power" | "alpha", [number, number]> = {
  oddsRatio: [1.01, 10],
  frequency: [0.0001, 0.5],
  caseFraction: [0.01, 0.99],
  power: [0.05, 0.999],
  alpha: [1e-12, 0.1]
};

export function withinLimits(name: keyof typeof parityLimits, value: number): boolean {
  const [low, high] = parityLimits[name];
  return value >= low && value <= high;
}
