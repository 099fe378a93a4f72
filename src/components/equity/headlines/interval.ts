/** A figure with the ends of its interval; a null end = it cannot be told. */
export interface Figures {
  value: number;
  low: number | null;
  high: number | null;
}

/** A figure whose interval is known, and the decimals that it is printed with. */
export interface Shown {
  value: number;
  low: number;
  high: number;
  decimals: number;
}

const mostDecimals = 3;

/**
 * A figure whose interval leaves out `none`, the value of no difference, with as many decimals as show that; null where
 * the interval holds `none`, is unknown, or would hold it once printed. Only what this returns may be claimed.
 */
export function shownClaim({value, low, high}: Figures, none: number, fewest: number): Shown | null {
  if (low === null || high === null || ![value, low, high].every(Number.isFinite)) return null;
  if (!(low > none || high < none)) return null;
  for (let decimals = fewest; decimals <= mostDecimals; ++decimals) {
    const [v, l, h] = [value, low, high].map((number) => rounded(number, decimals));
    if ((l > none && v > none) || (h < none && v < none)) return {value, low, high, decimals};
  }
  return null;
}

/** A figure with its interval where nothing is claimed of it; null where the interval is unknown. */
export function shownRange({value, low, high}: Figures, decimals: number): Shown | null {
  if (low === null || high === null || ![value, low, high].every(Number.isFinite)) return null;
  return {value, low, high, decimals};
}

/** Decimals of values of an indicator: whole per cents from 10 on, else as many as show two figures of the smallest. */
export function decimalsOf(values: readonly number[], scale: number): number {
  const smallest = Math.min(...values.filter((value) => value !== 0).map(Math.abs));
  if (!Number.isFinite(smallest)) return 0;
  if (scale === 100) return smallest >= 10 ? 0 : 1;
  return Math.max(0, Math.min(mostDecimals, 1 - Math.floor(Math.log10(smallest))));
}

function rounded(number: number, decimals: number): number {
  return Number(number.toFixed(decimals));
}
