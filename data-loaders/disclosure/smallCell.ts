/** Whether a count may not be shown: 1 to `limit` people. Nobody (0) may. */
export function isSmall(count: number, limit: number): boolean {
  return count >= 1 && count <= limit;
}

/** The smallest count that is not 0, or null where there is none; withheld values (`valid` 0) are not seen. */
export function smallestCount(values: Int32Array, valid?: Uint8Array): number | null {
  const none = 0xffffffff;
  let lessOne = none;
  // One less than a count of 0 is the largest number without a sign. Nothing is smaller than 1: most tables end here at once.
  for (let i = 0; i < values.length && lessOne > 0; ++i) {
    const value = (values[i] - 1) >>> 0;
    if (value < lessOne && (!valid || valid[i])) lessOne = value;
  }
  return lessOne === none ? null : lessOne + 1;
}
