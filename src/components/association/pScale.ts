import {ticks} from "d3";

/** Where a −log10 p is drawn, as a share of the height, and which values are marked. */
export interface PScale {
  /** 0 at the bottom to 1 at the top; NaN stays NaN. */
  share(minusLog10P: number): number;
  ticks: number[];
  /** From here on the axis is logarithmic; null where it is linear throughout. */
  bend: number | null;
}

const bendAt = 10;

/**
 * Linear while the largest value is at most 20; beyond, linear to 10 and logarithmic above, without a jump in slope,
 * so that one locus with p = 1e-300 does not flatten all others.
 */
export function pScale(largest: number): PScale {
  const top = Math.max(8.5, largest * 1.06);
  if (largest <= 20) return {share: (p) => p / top, ticks: ticks(0, top, 6), bend: null};
  const height = bent(top);
  const above = [20, 50, 100, 200, 500, 1000, 2000, 5000].filter((tick) => tick <= top);
  return {share: (p) => bent(p) / height, ticks: [0, 2, 4, 6, 8, 10, ...above], bend: bendAt};
}

function bent(p: number): number {
  return p <= bendAt ? p : bendAt * (1 + Math.log(p / bendAt));
}
