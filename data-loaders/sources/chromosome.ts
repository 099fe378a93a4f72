const codes = new Map([
  ["23", "X"],
  ["24", "Y"],
  ["25", "X"],
  ["26", "MT"],
  ["x", "X"],
  ["y", "Y"],
  ["xy", "X"],
  ["par1", "X"],
  ["par2", "X"],
  ["m", "MT"],
  ["mt", "MT"]
]);

/**
 * A contig's name as our tables write it: without `chr`, sex chromosomes as X and Y, mitochondria as MT.
 * PLINK's 23, 24, 25, 26, XY, PAR1 and PAR2 are X, Y, X, MT, X, X and X. Other names stay as they are.
 */
export function chromosomeName(contig: string): string {
  const bare = contig.length > 3 && /^chr/i.test(contig) ? contig.slice(3) : contig;
  return codes.get(bare.toLowerCase()) ?? (/^0[1-9]$/.test(bare) ? bare.slice(1) : bare);
}

/** PLINK's own codes for the pseudoautosomal regions: such variants are diploid wherever they lie. */
export function isPseudoautosomalCode(contig: string): boolean {
  return /^(chr)?(25|xy|par1|par2)$/i.test(contig);
}

/** Genome order of chromosome names: 1–22, X, Y, MT, then others by name. */
export function compareChromosomes(a: string, b: string): number {
  return rank(a) - rank(b) || (a < b ? -1 : a > b ? 1 : 0);
}

const genomeOrder = [...Array.from({length: 22}, (_, i) => String(i + 1)), "X", "Y", "MT"];
const ranks = new Map(genomeOrder.map((chrom, i) => [chrom, i]));

function rank(chrom: string): number {
  return ranks.get(chrom) ?? genomeOrder.length;
}
