export interface ShareInterval {
  share: number;
  low: number;
  high: number;
}

/**
 * 95 % interval of the difference `a − b` of two independent shares from the 95 % interval of each: distances to the ends
 * are squared and added.
 *
 * Newcombe 1998, Stat Med 17:873, method 10.
 */
export function shareDifference(a: ShareInterval, b: ShareInterval): [low: number, high: number] {
  const difference = a.share - b.share;
  return [
    difference - Math.hypot(a.share - a.low, b.high - b.share),
    difference + Math.hypot(a.high - a.share, b.share - b.low)
  ];
}
