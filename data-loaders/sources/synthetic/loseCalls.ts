/**
 * Marks calls of a row as missing (code 1) at random, with probability `rate`, skipping from one to the next by
 * geometric steps.
 */
export function loseCalls(row: Uint8Array, people: number, rate: number, random: () => number): void {
  if (rate === 0) return;
  const scale = Math.log1p(-rate);
  for (let i = skip(); i < people; i += 1 + skip()) {
    const shift = (i & 3) * 2;
    row[i >> 2] = (row[i >> 2] & ~(3 << shift)) | (1 << shift);
  }
  function skip(): number {
    return Math.floor(Math.log(1 - random()) / scale);
  }
}
