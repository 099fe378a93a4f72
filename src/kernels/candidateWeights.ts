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
  let frequencies = new Float64Array(alleles).fill(1 / alleles);
  let weights = all.map(({pairs}) => expect(pairs, frequencies));
  if (all.every(({pairs}) => pairs.length <= 1)) return weights;
  for (let round = 0; round < mostRounds; ++round) {
    const next = new Float64Array(alleles);
    let copies = 0;
    all.forEach(({people, pairs}, i) =>
      pairs.forEach((pair, k) => {
        for (const allele of pair) next[allele] += people * weights[i][k];
        copies += people * weights[i][k] * pair.length;
      })
    );
    if (copies === 0) return weights;
    const change = next.reduce((most, n, a) => Math.max(most, Math.abs(n / copies - frequencies[a])), 0);
    frequencies = next.map((n) => n / copies);
    weights = all.map(({pairs}) => expect(pairs, frequencies));
    if (change < settled) break;
  }
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
