/**
 * 1 for people of whom no two are related, 0 for those left out for it: as many as a greedy search keeps. While somebody has
 * a single relative left, who has several, that relative goes: it costs nobody more than it must. Otherwise the person
 * with most relatives left goes. Of several the one with the lowest call rate goes first, then the last. Nobody who could
 * stay is left out.
 *
 * `pairs` are the related ones, by a threshold of kinship. The same idea as plink2 --king-cutoff, which does not look
 * at call rates.
 */
export function unrelatedPeople(pairs: readonly {a: number; b: number}[], callRates: Float64Array): Uint8Array {
  const kept = new Uint8Array(callRates.length).fill(1);
  const relatives = new Map<number, number[]>();
  for (const {a, b} of pairs) {
    for (const [one, other] of [
      [a, b],
      [b, a]
    ])
      relatives.set(one, [...(relatives.get(one) ?? []), other]);
  }
  const left = new Map([...relatives].map(([person, others]) => [person, others.length]));
  for (;;) {
    let worst = -1;
    let nextToLeaf = -1;
    for (const [person, count] of left) {
      if (count === 0) continue;
      if (worst < 0 || goesBefore(person, worst)) worst = person;
      if (count > 1 || nextToLeaf >= 0) continue;
      const only = relatives.get(person)!.find((other) => left.has(other))!;
      if (left.get(only)! > 1) nextToLeaf = only;
    }
    if (nextToLeaf >= 0) worst = nextToLeaf;
    if (worst < 0) break;
    kept[worst] = 0;
    left.delete(worst);
    for (const other of relatives.get(worst)!) if (left.has(other)) left.set(other, left.get(other)! - 1);
  }
  // Somebody who went early may have lost all relatives since.
  const goneLast = [...relatives.keys()]
    .filter((person) => !kept[person])
    .sort((a, b) => callRates[b] - callRates[a] || a - b);
  for (const person of goneLast) if (relatives.get(person)!.every((other) => !kept[other])) kept[person] = 1;
  return kept;

  function goesBefore(one: number, other: number): boolean {
    const more = left.get(one)! - left.get(other)!;
    return more !== 0
      ? more > 0
      : callRates[one] < callRates[other] || (callRates[one] === callRates[other] && one > other);
  }
}
