import type {PgxGene} from "../../../src/model/pharmacogenomics.js";
import {referenceCarries, type Assay} from "./assay.js";
import {phenotypeOf, type GeneCopy} from "./phenotypeOf.js";

/**
 * What the genotypes of a person say of one gene. `called`: one diplotype explains them. `ambiguous`: several do.
 * `unexplained`: no two alleles of the tables do. `missing`: no genotype, or so few that more than a hundred diplotypes
 * are left, or that several variants must share a copy but not all are known.
 */
export interface DiplotypeCall {
  outcome: "called" | "ambiguous" | "unexplained" | "missing";
  /** All diplotypes that explain the genotypes. */
  candidates: Diplotype[];
  /** Of the candidates, each once; null = the tables do not say. One of them: the phenotype is certain. */
  phenotypes: (string | null)[];
}

export interface Diplotype {
  /** `*1/*2`; a single copy is `*1`, variants on one copy are joined by ` + `. */
  name: string;
  copies: GeneCopy[];
  phenotype: string | null;
}

/** No genotype, in the counts of copies. */
export const unknownCount = -1;

/** More diplotypes than this say nothing of a person, and their list would be longer than the genotypes. */
const mostCandidates = 100;

/** With more heterozygous variants than this, the ways to share them out are too many to be worth listing. */
const mostHeterozygous = 10;

/**
 * All diplotypes of the alleles that can be told apart, consistent with unphased genotypes: `counts` are copies of each
 * used variant (0, 1, 2, or −1 = unknown), `copies` of the gene that the person has.
 *
 * Where variants are named singly and no two of them explain the genotypes, several may lie on one copy; two
 * heterozygous variants are taken to lie on different copies, as CPIC asks where phase is not known.
 */
export function callDiplotypes(
  gene: PgxGene,
  assay: Assay,
  counts: Int8Array,
  copies: 1 | 2,
  mayCombine = gene.variantsNamedSingly
): DiplotypeCall {
  const none: DiplotypeCall = {outcome: "missing", candidates: [], phenotypes: []};
  const reference = referenceCarries(gene);
  const differing = counts.map((count, i) => {
    // A single copy was coded as the homozygote, so a heterozygote there is no genotype.
    if (count === unknownCount || (copies === 1 && count === 1)) return unknownCount;
    const carried = copies === 1 ? count >> 1 : count;
    return reference[assay.used[i]] === 1 ? copies - carried : carried;
  });
  if (differing.every((count) => count === unknownCount)) return none;
  const defined = copies === 1 ? singleCopies(assay, differing) : pairs(assay, differing);
  if (defined.length === 0 && mayCombine && differing.includes(unknownCount)) return none;
  const found = defined.length > 0 || !mayCombine ? defined : combined(gene, assay, differing, copies);
  if (found.length > mostCandidates) return none;
  const candidates = found.map((pair) => ({
    name: diplotypeName(gene, pair),
    copies: pair,
    phenotype: phenotypeOf(gene, pair)
  }));
  const phenotypes = [...new Set(candidates.map(({phenotype}) => phenotype))];
  const outcome = candidates.length === 0 ? "unexplained" : candidates.length === 1 ? "called" : "ambiguous";
  return {outcome, candidates, phenotypes};
}

function singleCopies({kinds}: Assay, counts: Int8Array): GeneCopy[][] {
  const fitting = kinds.filter(({differs}) =>
    differs.every((d, v) => counts[v] === unknownCount || d === 2 || d === counts[v])
  );
  return leastUnlisted(
    fitting.map(({alleles, differs}) => ({copies: [alleles], differs: [differs]})),
    counts
  );
}

function pairs({kinds}: Assay, counts: Int8Array): GeneCopy[][] {
  const fitting = kinds.filter(({differs}) => canBeOneOfTwo(differs, counts));
  const found: Fit[] = [];
  for (const [i, a] of fitting.entries())
    for (const b of fitting.slice(i))
      if (explain(a.differs, b.differs, counts))
        found.push({copies: [a.alleles, b.alleles], differs: [a.differs, b.differs]});
  return leastUnlisted(found, counts);
}

/** No variant is missing that a copy must have, and none is on both copies that it must not have. */
function canBeOneOfTwo(differs: Uint8Array, counts: Int8Array): boolean {
  for (let v = 0; v < counts.length; ++v)
    if ((differs[v] === 1 && counts[v] === 0) || (differs[v] === 0 && counts[v] === 2)) return false;
  return true;
}

function explain(a: Uint8Array, b: Uint8Array, counts: Int8Array): boolean {
  for (let v = 0; v < counts.length; ++v) {
    if (counts[v] === unknownCount) continue;
    const certain = Number(a[v] === 1) + Number(b[v] === 1);
    const either = Number(a[v] === 2) + Number(b[v] === 2);
    if (counts[v] < certain || counts[v] > certain + either) return false;
  }
  return true;
}

/** Per copy: alleles that look the same, and how they differ from the reference allele. */
interface Fit {
  copies: number[][];
  differs: Uint8Array[];
}

/**
 * Those that need the fewest variants which their alleles may but need not have: an allele that is defined by a variant
 * is preferred to one that only tolerates it. Alleles that look the same become a candidate each.
 */
function leastUnlisted(fits: readonly Fit[], counts: Int8Array): GeneCopy[][] {
  const unlisted = fits.map(({differs}) =>
    counts.reduce((sum, count, v) => {
      if (count === unknownCount || !differs.some((d) => d[v] === 2)) return sum;
      return sum + count - differs.filter((d) => d[v] === 1).length;
    }, 0)
  );
  const least = Math.min(...unlisted);
  const found = new Map<string, GeneCopy[]>();
  fits.forEach(({copies: [first, second]}, i) => {
    if (unlisted[i] !== least) return;
    for (const a of first)
      for (const b of second ?? [-1]) {
        const pair = b < 0 ? [a] : [a, b].sort((x, y) => x - y);
        found.set(
          pair.join("/"),
          pair.map((allele) => [allele])
        );
      }
  });
  return [...found.values()];
}

/** All ways to share the variants out on the copies, several named variants on one copy if need be. */
function combined(gene: PgxGene, assay: Assay, counts: Int8Array, copies: 1 | 2): GeneCopy[][] {
  const places = [...counts.keys()];
  const heterozygous = copies === 1 ? [] : places.filter((v) => counts[v] === 1);
  if (heterozygous.length > mostHeterozygous) return [];
  const onAll = places.filter((v) => counts[v] === copies);
  const found = new Map<string, GeneCopy[]>();
  // The first heterozygous variant lies on the first copy: the other half would be the same pairs turned round.
  const ways = 2 ** Math.max(0, heterozygous.length - 1);
  for (let way = 0; way < ways; ++way) {
    const [first, second] = [new Set(onAll), new Set(onAll)];
    heterozygous.forEach((v, i) => (i > 0 && (way >> (i - 1)) & 1 ? second : first).add(v));
    const pair = (copies === 1 ? [first] : [first, second]).map((carried) => allelesOn(assay, carried));
    if (pair.every((copy) => copy !== null)) found.set(diplotypeName(gene, pair), pair);
  }
  const fewest = Math.min(...[...found.values()].map((pair) => Math.max(...pair.map(({length}) => length))));
  return [...found.values()].filter((pair) => Math.max(...pair.map(({length}) => length)) === fewest);
}

/** The alleles that together explain all variants of one copy; null = they do not. */
function allelesOn({kinds}: Assay, carried: ReadonlySet<number>): GeneCopy | null {
  if (carried.size === 0) return kinds.find(({differs}) => !differs.includes(1))?.alleles.slice(0, 1) ?? null;
  const within = kinds.filter(({differs}) => differs.includes(1) && differs.every((d, v) => d !== 1 || carried.has(v)));
  const largest = within.filter(
    (a) => !within.some((b) => b !== a && b.differs.every((d, v) => d === 1 || a.differs[v] !== 1))
  );
  const explained = [...carried].every((v) => largest.some(({differs}) => differs[v] !== 0));
  if (!explained || largest.some(({alleles}) => alleles.length > 1)) return null;
  return largest.map(({alleles}) => alleles[0]).sort((a, b) => a - b);
}

function diplotypeName({alleles}: PgxGene, copies: readonly GeneCopy[]): string {
  return copies.map((copy) => copy.map((allele) => alleles[allele].name).join(" + ")).join("/");
}
