import {formKey, minimalVariant} from "../../../src/model/minimalVariant.js";
import type {PgxGene, VariantForm} from "../../../src/model/pharmacogenomics.js";
import {Ploidy} from "../../../src/model/ploidy.js";
import type {GenotypeBatch} from "../../sources/cohort.js";

/** Everybody's genotypes of one gene's defining variants. Plain data: threads send it. */
export interface GeneGenotypes {
  gene: string;
  /** Per variant, coded as `GenotypeBatch.genotypes` with A1 = the variant; null = not in the files. */
  rows: (Uint8Array | null)[];
  /** Code of `Ploidy`. */
  ploidy: number;
  /** Variants that are in the files in a form that cannot be used, by index; why, and what helps. */
  unusable: Map<number, string>;
}

/** What has to be known of a gene to find the genotypes of its variants. */
export type SoughtGene = Pick<PgxGene, "name" | "chrom" | "variants">;

/** Rows are looked at this far around defining variants, bases: repeats in which an indel may lie elsewhere are shorter. */
const aroundBp = 200;

/**
 * Finds the genotypes of defining variants among batches; only these are kept. Spellings are compared in their minimal
 * form. Alleles the other way round (PLINK 1 files forget which is the reference) are exchanged back, but not A/T and
 * C/G, where the other strand looks the same. Phase is not known: batches do not hold it.
 */
export function collectGenotypes(
  definitions: {genes: readonly SoughtGene[]},
  people: number
): {add(batch: GenotypeBatch): void; finish(): GeneGenotypes[]} {
  const stride = Math.ceil(people / 4);
  const found = definitions.genes.map(noGenotypes);
  const index = indexVariants(definitions.genes);

  const keep = (place: Place, genotypes: Uint8Array, ploidy: number): void => {
    const ofGene = found[place.gene];
    const earlier = ofGene.rows[place.variant];
    ofGene.rows[place.variant] = earlier ? whereBothAgree(earlier, genotypes) : genotypes;
    ofGene.ploidy = ploidy;
  };

  return {
    add(batch) {
      for (let i = 0; i < batch.count; ++i) {
        const spans = index.spans.get(batch.chrom[i]);
        const pos = batch.pos[i];
        if (!spans || !spans.some(({start, end}) => pos >= start && pos <= end)) continue;
        const row = (): Uint8Array => batch.genotypes.slice(i * stride, (i + 1) * stride);
        const [chrom, ref, alt] = [batch.chrom[i], batch.ref[i].toUpperCase(), batch.alt[i].toUpperCase()];
        const ploidy = batch.ploidy[i];
        if (alt === ".") {
          for (const place of index.bySite.get(`${chrom}-${pos}-${ref}`) ?? []) keep(place, row(), ploidy);
          continue;
        }
        if (!/^[ACGT]+$/.test(ref) || !/^[ACGT]+$/.test(alt)) continue;
        const form = minimalVariant({chrom, pos, ref, alt});
        const places = index.byForm.get(formKey(form)) ?? [];
        for (const place of places) keep(place, row(), ploidy);
        if (places.length > 0) continue;
        const exchanged = {...form, ref: form.alt, alt: form.ref};
        for (const place of index.byForm.get(formKey(exchanged)) ?? []) {
          if (!isPalindromic(form)) keep(place, exchangeHomozygotes(row()), ploidy);
          else
            found[place.gene].unusable.set(
              place.variant,
              "its alleles are the other way round, or of the other strand"
            );
        }
        for (const place of index.indels.get(chrom) ?? [])
          if (mayBeSame(place.form, form)) found[place.gene].unusable.set(place.variant, notAligned);
      }
    },
    finish: () => found.map(withoutSolved)
  };
}

/** What several threads found, in one. */
export function joinGenotypes(parts: readonly GeneGenotypes[][]): GeneGenotypes[] {
  const [first, ...others] = parts;
  return first.map((gene, g) => {
    const rows = [...gene.rows];
    const unusable = new Map(gene.unusable);
    let {ploidy} = gene;
    for (const other of others.map((part) => part[g])) {
      other.rows.forEach((row, v) => {
        if (row === null) return;
        rows[v] = rows[v] === null ? row : whereBothAgree(rows[v], row);
        ploidy = other.ploidy;
      });
      for (const [v, why] of other.unusable) unusable.set(v, why);
    }
    return withoutSolved({gene: gene.gene, rows, ploidy, unusable});
  });
}

const notAligned = "an indel nearby may be the same; left-align the file with bcftools norm -f REFERENCE.fa";

interface Place {
  gene: number;
  variant: number;
  form: VariantForm;
}

interface VariantIndex {
  byForm: Map<string, Place[]>;
  /** Single bases, by chromosome, position and reference: a site without alternate alleles says that nobody has them. */
  bySite: Map<string, Place[]>;
  /** By chromosome. */
  indels: Map<string, Place[]>;
  spans: Map<string, {start: number; end: number}[]>;
}

function indexVariants(genes: readonly SoughtGene[]): VariantIndex {
  const index: VariantIndex = {byForm: new Map(), bySite: new Map(), indels: new Map(), spans: new Map()};
  genes.forEach(({variants}, gene) => {
    const span = {chrom: "", start: Infinity, end: -Infinity};
    variants.forEach(({forms}, variant) => {
      for (const form of forms) {
        const place = {gene, variant, form};
        push(index.byForm, formKey(form), place);
        if (form.ref.length !== form.alt.length) push(index.indels, form.chrom, place);
        else if (form.ref.length === 1) push(index.bySite, `${form.chrom}-${form.pos}-${form.ref}`, place);
        span.chrom = form.chrom;
        span.start = Math.min(span.start, form.pos - aroundBp);
        span.end = Math.max(span.end, form.pos + form.ref.length + aroundBp);
      }
    });
    if (span.chrom !== "") push(index.spans, span.chrom, span);
  });
  return index;
}

function push<T>(into: Map<string, T[]>, key: string, value: T): void {
  const values = into.get(key);
  if (values) values.push(value);
  else into.set(key, [value]);
}

function noGenotypes({name, chrom, variants}: SoughtGene): GeneGenotypes {
  return {gene: name, rows: variants.map(() => null), ploidy: ploidyOf[chrom] ?? Ploidy.diploid, unusable: new Map()};
}

/** Until a row says it; no gene of a medicine lies in a pseudoautosomal region. */
const ploidyOf: Record<string, number> = {X: Ploidy.menHaploid, Y: Ploidy.menOnly, MT: Ploidy.haploid};

/** A variant that was found after all needs no remark. */
function withoutSolved(found: GeneGenotypes): GeneGenotypes {
  return {...found, unusable: new Map([...found.unusable].filter(([variant]) => found.rows[variant] === null))};
}

function isPalindromic({ref, alt}: VariantForm): boolean {
  return ref.length === alt.length && [...ref].reverse().map(complement).join("") === alt;
}

function complement(base: string): string {
  return "TGCA"["ACGT".indexOf(base)];
}

/** Two indels that add or take the same bases, turned round: inside a repeat that would be one and the same variant. */
function mayBeSame(a: VariantForm, b: VariantForm): boolean {
  const [x, y] = [changedBases(a), changedBases(b)];
  if (x === null || y === null || x.adds !== y.adds || x.bases.length !== y.bases.length) return false;
  if (Math.abs(a.pos - b.pos) > aroundBp || a.pos === b.pos) return false;
  const shift = (((b.pos - a.pos) % x.bases.length) + x.bases.length) % x.bases.length;
  return x.bases.slice(shift) + x.bases.slice(0, shift) === y.bases;
}

function changedBases({ref, alt}: VariantForm): {adds: boolean; bases: string} | null {
  if (ref.length === 1 && alt.length > 1 && alt[0] === ref) return {adds: true, bases: alt.slice(1)};
  if (alt.length === 1 && ref.length > 1 && ref[0] === alt) return {adds: false, bases: ref.slice(1)};
  return null;
}

/** 00 becomes 11 and the other way round; heterozygous and missing stay. */
function exchangeHomozygotes(row: Uint8Array): Uint8Array {
  return row.map((byte) => {
    const differ = (byte ^ (byte >> 1)) & 0x55;
    const same = ~differ & 0x55;
    return byte ^ (same | (same << 1));
  });
}

const missing = 1;

/** The same variant from two rows: what both say, or the one that knows; missing where they contradict each other. */
function whereBothAgree(a: Uint8Array, b: Uint8Array): Uint8Array {
  return a.map((byte, i) => {
    let joined = 0;
    for (let shift = 0; shift < 8; shift += 2) {
      const [x, y] = [(byte >> shift) & 3, (b[i] >> shift) & 3];
      joined |= (x === y || y === missing ? x : x === missing ? y : missing) << shift;
    }
    return joined;
  });
}
