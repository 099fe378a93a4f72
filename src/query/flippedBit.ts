/** Lines longer than this many bytes are not searched: each bit costs about as much as reading the line. */
const longestLine = 4000;

/**
 * Which single bit, flipped back, makes the line whole again; null when none does.
 * A hash that fits tells for certain, so a changed bit is found and not only the line it is in.
 * A line break that was flipped is found too: the line is then whole up to there.
 */
export function findFlippedBit(
  line: Uint8Array,
  isWhole: (line: Uint8Array) => boolean
): {byte: number; bit: number} | null {
  if (line.length > longestLine) return null;
  const tried = line.slice();
  for (let byte = 0; byte < line.length; ++byte) {
    for (let bit = 0; bit < 8; ++bit) {
      tried[byte] = line[byte] ^ (1 << bit);
      if (isWhole(tried[byte] === 10 ? tried.subarray(0, byte) : tried)) return {byte, bit};
    }
    tried[byte] = line[byte];
  }
  return null;
}
