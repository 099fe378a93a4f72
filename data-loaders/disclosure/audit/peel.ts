import type {LinkedTables} from "../people/linkedTables.js";

/** What subtraction gives away. */
export interface Peeled {
  /** Per published number: 1 = hidden, and worked out exactly. */
  recovered: Uint8Array;
  /** Per recovered number, the equation that gave it; -1 for all others. */
  by: Int32Array;
}

/**
 * Attacks hidden numbers by subtraction, until nothing new follows: a sum whose other numbers are known gives the last
 * one, and a sum of nobody gives 0 for each of its parts. `hidden` has a value per published number, 0 = shown.
 */
export function peel({values, equations, equationsOf}: LinkedTables, hidden: Uint8Array): Peeled {
  const recovered = new Uint8Array(values.length);
  const by = new Int32Array(values.length).fill(-1);
  const isKnown = (number: number): boolean => !hidden[number] || recovered[number] === 1;
  const unknowns = Int32Array.from(
    equations,
    ({whole, parts}) => (hidden[whole] ? 1 : 0) + parts.reduce((n, part) => n + (hidden[part] ? 1 : 0), 0)
  );
  const open = equations.map((_, at) => at).reverse();
  const recover = (number: number, at: number): void => {
    recovered[number] = 1;
    by[number] = at;
    for (const other of equationsOf[number]) {
      --unknowns[other];
      open.push(other);
    }
  };

  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (unknowns[at] === 0) continue;
    const {whole, parts} = equations[at];
    if (values[whole] === 0 && isKnown(whole)) {
      for (const part of parts) if (!isKnown(part)) recover(part, at);
    } else if (unknowns[at] === 1) {
      recover(isKnown(whole) ? parts.find((part) => !isKnown(part))! : whole, at);
    }
  }
  return {recovered, by};
}
