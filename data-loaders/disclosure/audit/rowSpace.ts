import type {LinkedTables} from "../people/linkedTables.js";

/** The largest prime below 2²⁶: products of two remainders are exact in a double. */
const prime = 67108859;

/**
 * Which hidden numbers are sums and differences of shown ones: those whose cells, written as a row of zeros and ones,
 * lie in the row space of the shown numbers' rows. Returns 1 per such number. `hidden` has a value per published
 * number, 0 = shown. That counts are not negative is not used; `rangesOfHidden` does.
 *
 * Elimination is exact, in whole numbers modulo a prime. The answer differs from that over the rationals only where
 * the prime divides a minor of the matrix.
 */
export function solvedByElimination({cells, cellsOf}: LinkedTables, hidden: Uint8Array): Uint8Array {
  // A cell that is itself shown is no unknown: its column is left out.
  const column = new Int32Array(cells.length).fill(-1);
  const isShownCell = new Uint8Array(cells.length);
  cellsOf.forEach((list, number) => {
    if (list.length === 1 && !hidden[number]) isShownCell[list[0]] = 1;
  });
  let width = 0;
  for (let cell = 0; cell < cells.length; ++cell) if (!isShownCell[cell]) column[cell] = width++;

  /** Reduced rows by their first column. */
  const pivots: (Float64Array | undefined)[] = Array.from({length: width});
  const reduce = (number: number): {row: Float64Array; first: number} => {
    const row = new Float64Array(width);
    for (const cell of cellsOf[number]) if (column[cell] >= 0) row[column[cell]] = 1;
    for (let c = 0; c < width; ++c) {
      if (row[c] === 0) continue;
      const pivot = pivots[c];
      if (!pivot) return {row, first: c};
      const factor = prime - row[c];
      for (let k = c; k < width; ++k) if (pivot[k] !== 0) row[k] = (row[k] + factor * pivot[k]) % prime;
    }
    return {row, first: -1};
  };

  cellsOf.forEach((_, number) => {
    if (hidden[number]) return;
    const {row, first} = reduce(number);
    if (first < 0) return;
    const inverse = inverseOf(row[first]);
    pivots[first] = row.map((value) => (value * inverse) % prime);
  });
  return Uint8Array.from(cellsOf, (_, number) => (hidden[number] && reduce(number).first < 0 ? 1 : 0));
}

/** Fermat: a to the power of p - 2. */
function inverseOf(value: number): number {
  let result = 1;
  let base = value;
  for (let power = prime - 2; power > 0; power = Math.floor(power / 2)) {
    if (power % 2 === 1) result = (result * base) % prime;
    base = (base * base) % prime;
  }
  return result;
}
