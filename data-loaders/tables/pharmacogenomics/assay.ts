import type {PgxGene} from "../../../src/model/pharmacogenomics.js";
import type {GeneGenotypes} from "./collectGenotypes.js";

/** What a cohort's files can tell of one gene. */
export interface Assay {
  /** Variants that are looked at: indices into `PgxGene.variants`. */
  used: number[];
  /** Alleles that look the same on these variants. */
  kinds: AlleleKind[];
  /** Alleles that may be there without being seen, and the one that is called in their place. */
  hidden: HiddenAllele[];
  /** Every defining variant is looked at, and every allele that is not structural can be called. */
  whole: boolean;
  /** Why nobody is called; null = people are called. */
  refused: string | null;
}

export interface AlleleKind {
  /** Indices into `PgxGene.alleles`: those that a call names. */
  alleles: number[];
  /** Per used variant, against the gene's reference allele: 1 = differs, 0 = is the same, 2 = either. */
  differs: Uint8Array;
}

export interface HiddenAllele {
  allele: string;
  /** Empty = it may hide behind any allele. */
  looksLike: string;
  why: string;
}

export interface AssayOptions {
  /** The files hold every site at which anybody differs from the reference: what is absent is reference in everybody. */
  allSites?: boolean;
  /** Genes whose copy number varies but is taken to be two in everybody. */
  assumeTwoCopies?: readonly string[];
}

/** What can be told of `gene` from the variants that were found. */
export function assayOf(gene: PgxGene, {rows, unusable}: GeneGenotypes, options: AssayOptions = {}): Assay {
  const used = gene.variants.map((_, v) => v).filter((v) => rows[v] !== null || (options.allSites && !unusable.has(v)));
  const kinds = kindsOf(gene, used);
  const hidden = [...hiddenAlleles(gene, kinds, used), ...neverCalled(gene)];
  const structural = gene.copyNumberVaries && !options.assumeTwoCopies?.includes(gene.name);
  return {
    used,
    kinds,
    hidden,
    whole:
      used.length === gene.variants.length && gene.alleles.every((a) => !a.notCallable || isStructural(a.notCallable)),
    refused:
      gene.variants.length === 0
        ? "no small variants define its alleles"
        : structural
          ? `copies of ${gene.name} are lost, gained or hybrid (${structuralNames(gene)}), which these genotypes do not show`
          : used.length === 0
            ? `none of its ${gene.variants.length} defining variants is in the genotype files`
            : null
  };
}

/**
 * Per variant, 1 = the gene's reference allele has it. Differences are counted from that allele, whatever the build's
 * own sequence carries.
 */
export function referenceCarries(gene: PgxGene): Uint8Array {
  return gene.alleles.find(({name}) => name === gene.referenceAllele)!.carries.map((c) => Number(c === 1));
}

/** How an allele differs from the reference allele on some variants: 1 = differs, 0 = is the same, 2 = either. */
function differences(carries: Uint8Array, reference: Uint8Array, variants: readonly number[]): Uint8Array {
  return Uint8Array.from(variants, (v) => (carries[v] === 2 ? 2 : carries[v] ^ reference[v]));
}

function kindsOf(gene: PgxGene, used: readonly number[]): AlleleKind[] {
  const reference = referenceCarries(gene);
  const found = new Map<string, {members: number[]; differs: Uint8Array}>();
  gene.alleles.forEach(({carries, notCallable, isAbsentChromosome}, allele) => {
    if (notCallable !== null || isAbsentChromosome) return;
    const differs = differences(carries, reference, used);
    const key = differs.join("");
    const kind = found.get(key) ?? {members: [], differs};
    kind.members.push(allele);
    found.set(key, kind);
  });
  return [...found.values()].map(({members, differs}) => {
    const seen = members.filter((allele) => isSeen(gene, allele, used));
    const named = (seen.length > 0 ? seen : members).map((allele) => gene.alleles[allele].calledAs);
    return {alleles: [...new Set(named)].sort((a, b) => a - b), differs};
  });
}

/** All variants by which an allele differs from the reference allele are looked at. */
function isSeen(gene: PgxGene, allele: number, used: readonly number[]): boolean {
  const reference = referenceCarries(gene);
  return gene.alleles[allele].carries.every((c, v) => c === 2 || c === reference[v] || used.includes(v));
}

function hiddenAlleles(gene: PgxGene, kinds: readonly AlleleKind[], used: readonly number[]): HiddenAllele[] {
  const reference = referenceCarries(gene);
  return gene.alleles.flatMap(({name, calledAs, carries, notCallable, isAbsentChromosome}) => {
    if (notCallable !== null || isAbsentChromosome) return [];
    const differs = differences(carries, reference, used).join("");
    const kind = kinds.find((other) => other.differs.join("") === differs)!;
    if (kind.alleles.includes(calledAs)) return [];
    const unseen = gene.variants.filter((_, v) => carries[v] === 1 && reference[v] === 0 && !used.includes(v));
    return [
      {
        allele: name,
        looksLike: kind.alleles.map((a) => gene.alleles[a].name).join(", "),
        why: `not assayed: ${unseen.map((variant) => variant.rsid || variant.name).join(", ") || "the reference base"}`
      }
    ];
  });
}

function neverCalled(gene: PgxGene): HiddenAllele[] {
  return gene.alleles.flatMap(({name, notCallable}) =>
    notCallable === null ? [] : [{allele: name, looksLike: "", why: notCallable}]
  );
}

function isStructural(notCallable: string): boolean {
  return notCallable.startsWith("a structural allele");
}

function structuralNames({alleles}: PgxGene): string {
  const names = alleles
    .filter(({notCallable}) => notCallable !== null && isStructural(notCallable))
    .map(({name}) => name);
  return names.length > 4 ? `${names.slice(0, 4).join(", ")}, …` : names.join(", ");
}
