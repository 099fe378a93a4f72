/** Whether a count may not be shown: 1 to `limit` people. Nobody (0) may. */
export function isSmall(count: number, limit: number): boolean {
  return count >= 1 && count <= limit;
}

/** The smallest count that is not 0, or null where there is none; withheld values (`valid` 0) are not seen. */
export function smallestCount(values: Int32Array, valid?: Uint8Array): number | null {
  let smallest = Infinity;
  // Nothing is smaller than 1: exact counts mostly end here at once.
  for (let i = 0; i < values.length && smallest > 1; ++i)
    if (values[i] !== 0 && values[i] < smallest && (!valid || valid[i])) smallest = values[i];
  return smallest === Infinity ? null : smallest;
}
