/** Some people who are all explained by the same pairs (or single copies) of alleles. */
export interface Candidates {
  people: number;
  /** Each a pair of alleles, or one where there is a single copy; alleles are numbers from 0. */
  pairs: readonly (readonly number[])[];
}

/**
 * How probable each candidate is, given how frequent its alleles are among all these people: the frequencies that are
 * most likely under Hardy–Weinberg proportions, by expectation and maximisation from equal frequencies. One row of
 * weights per entry, adding up to 1; with one candidate [1].
 *
 * Excoffier & Slatkin 1995, Mol Biol Evol 12:921.
 */
export function candidateWeights(all: readonly Candidates[], alleles: number): number[][] {
  const weights = all.map(({pairs}) => pairs.map(() => 1 / pairs.length));
  // People with one candidate add the same in every round.
  const certain = new Float64Array(alleles);
  const open: number[] = [];
  let copies = 0;
  all.forEach(({people, pairs}, i) => {
    if (people === 0 && pairs.length <= 1) return;
    if (pairs.length > 1) open.push(i);
    else for (const allele of pairs[0] ?? []) certain[allele] += people;
    copies += people * (pairs[0]?.length ?? 0);
  });
  if (open.length === 0 || copies === 0) return weights;
  let frequencies = new Float64Array(alleles).fill(1 / alleles);
  for (let round = 0; round < mostRounds; ++round) {
    const next = certain.slice();
    for (const i of open) {
      const {people, pairs} = all[i];
      weights[i] = expect(pairs, frequencies);
      if (people === 0) continue;
      pairs.forEach((pair, k) => {
        for (const allele of pair) next[allele] += people * weights[i][k];
      });
    }
    let change = 0;
    for (let allele = 0; allele < alleles; ++allele) {
      next[allele] /= copies;
      change = Math.max(change, Math.abs(next[allele] - frequencies[allele]));
    }
    frequencies = next;
    if (change < settled) break;
  }
  for (const i of open) weights[i] = expect(all[i].pairs, frequencies);
  return weights;
}

const mostRounds = 1000;
const settled = 1e-9;

function expect(pairs: readonly (readonly number[])[], frequencies: Float64Array): number[] {
  const odds = pairs.map(([a, b]) =>
    b === undefined ? frequencies[a] : frequencies[a] * frequencies[b] * (a === b ? 1 : 2)
  );
  const sum = odds.reduce((total, x) => total + x, 0);
  return odds.map((x) => (sum > 0 ? x / sum : 1 / pairs.length));
}
