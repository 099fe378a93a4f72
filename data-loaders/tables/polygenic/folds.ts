/**
 * Puts people into folds 0 … `folds` − 1, as many of every stratum into each as can be, by chance. `strata`: a code per
 * person (group and case status together); −1 = in no fold, which then has −1 as well. `random` gives numbers in [0, 1).
 */
export function stratifiedFolds(strata: ArrayLike<number>, folds: number, random: () => number): Int16Array {
  const found = new Int16Array(strata.length).fill(-1);
  const byStratum = new Map<number, number[]>();
  for (let person = 0; person < strata.length; ++person) {
    if (strata[person] < 0) continue;
    const members = byStratum.get(strata[person]);
    if (members) members.push(person);
    else byStratum.set(strata[person], [person]);
  }
  let next = 0;
  for (const stratum of [...byStratum.keys()].sort((a, b) => a - b)) {
    const members = byStratum.get(stratum)!;
    for (let i = members.length - 1; i > 0; --i) {
      const j = Math.floor(random() * (i + 1));
      [members[i], members[j]] = [members[j], members[i]];
    }
    // Going on where the last stratum ended, so that small strata do not all fall into the first folds.
    for (const person of members) found[person] = next++ % folds;
  }
  return found;
}
