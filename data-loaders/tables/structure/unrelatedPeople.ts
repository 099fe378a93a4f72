/**
 * 1 for people of whom no two are related, 0 for those left out for it: as many as a greedy search keeps. While a
 * person's only relative left has others too, that relative goes, which costs nobody more than it must; otherwise the
 * person with most relatives left. Of several the one with the lowest call rate goes, then the last. Nobody who could
 * stay is left out.
 *
 * `pairs` are the related ones, by a threshold of kinship; people in no pair stay. The same idea as plink2 --king-cutoff,
 * which does not look at call rates.
 */
export function unrelatedPeople(pairs: readonly {a: number; b: number}[], callRates: Float64Array): Uint8Array {
  const kept = new Uint8Array(callRates.length).fill(1);
  const relatives = relativesOf(pairs);
  for (const family of familiesIn(relatives)) {
    for (const person of leaveOut(family, relatives, callRates)) kept[person] = 0;
    // Somebody who went early may have lost all relatives since.
    const gone = family.filter((person) => !kept[person]);
    for (const person of gone.sort((a, b) => callRates[b] - callRates[a] || a - b))
      if (relatives.get(person)!.every((other) => !kept[other])) kept[person] = 1;
  }
  return kept;
}

function relativesOf(pairs: readonly {a: number; b: number}[]): Map<number, number[]> {
  const relatives = new Map<number, number[]>();
  const note = (person: number, other: number): void => {
    const others = relatives.get(person);
    if (others) others.push(other);
    else relatives.set(person, [other]);
  };
  for (const {a, b} of pairs) {
    note(a, b);
    note(b, a);
  }
  return relatives;
}

/** People who are related directly or through others. */
function familiesIn(relatives: Map<number, number[]>): number[][] {
  const seen = new Set<number>();
  return [...relatives.keys()].flatMap((person) => {
    if (seen.has(person)) return [];
    seen.add(person);
    const family = [person];
    for (const member of family) {
      for (const other of relatives.get(member)!) {
        if (seen.has(other)) continue;
        seen.add(other);
        family.push(other);
      }
    }
    return [family];
  });
}

/** Who has to go so that no two of the family are related. */
function leaveOut(family: number[], relatives: Map<number, number[]>, callRates: Float64Array): number[] {
  const gone: number[] = [];
  /** How many relatives each of those who are still there has among them. */
  const left = new Map(family.map((person) => [person, relatives.get(person)!.length]));
  for (;;) {
    const related = [...left].filter(([, count]) => count > 0).map(([person]) => person);
    if (related.length === 0) return gone;
    const leaf = related.find((person) => left.get(person) === 1 && left.get(onlyRelative(person))! > 1);
    const next = leaf === undefined ? related.reduce((a, b) => (goesBefore(b, a) ? b : a)) : onlyRelative(leaf);
    gone.push(next);
    left.delete(next);
    for (const other of relatives.get(next)!) if (left.has(other)) left.set(other, left.get(other)! - 1);
  }

  function onlyRelative(person: number): number {
    return relatives.get(person)!.find((other) => left.has(other))!;
  }

  function goesBefore(one: number, other: number): boolean {
    const more = left.get(one)! - left.get(other)!;
    if (more !== 0) return more > 0;
    return callRates[one] !== callRates[other] ? callRates[one] < callRates[other] : one > other;
  }
}
