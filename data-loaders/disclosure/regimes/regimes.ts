import {perturb, perturbationError, type PerturbationTable} from "./cellKey.js";

/** A body's rule about small counts, as `policies/regimes.yaml` has it. */
export interface Regime {
  id: string;
  title: string;
  sentence: string;
  source: string;
  url: string;
  /** Counts of 1 to this are withheld; 0 = none are. */
  withheldMax: number;
  zeros: "shown" | "withheld";
  /** Counts that are shown are rounded to the nearest multiple; 1 = exact. */
  roundBase: number;
  /** Whether the copies of the other allele are held to the same rule. */
  complement: boolean;
  perturbation: PerturbationTable | null;
}

/**
 * What a regime shows of one cell: `ac` copies of `alt` among `an`. A regime with a cell-key method needs the cell's key,
 * in [0, 1).
 */
export function applyRegime(
  regime: Regime,
  ac: number,
  an: number,
  cellKey?: number
): {withheld: boolean; value: number | null} {
  if (isWithheld(regime, ac, an)) return {withheld: true, value: null};
  if (!regime.perturbation) return {withheld: false, value: rounded(regime, ac)};
  if (cellKey === undefined) throw new Error(`the regime ${regime.id} needs the key of the cell`);
  return {withheld: false, value: perturb(ac, cellKey, regime.perturbation)};
}

export function isWithheld(regime: Regime, ac: number, an: number): boolean {
  return isSmallFor(regime, ac) || (regime.complement && isSmallFor(regime, an - ac));
}

/** Expected absolute error of a count that is shown, in copies. */
export function errorOfShown(regime: Regime, ac: number): number {
  return regime.perturbation ? perturbationError(ac, regime.perturbation) : Math.abs(rounded(regime, ac) - ac);
}

function isSmallFor({withheldMax, zeros}: Regime, count: number): boolean {
  return count === 0 ? zeros === "withheld" : count <= withheldMax;
}

function rounded({roundBase}: Regime, count: number): number {
  return Math.round(count / roundBase) * roundBase;
}
