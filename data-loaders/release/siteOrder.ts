import type {VariantBatch} from "../tables/countBatches.js";
import {InputError} from "../sources/inputError.js";

/** Consecutive variants that were protected together, on one chromosome, with positions that never go back. */
export interface Stretch {
  chrom: string;
  /** Positions of the first and the last, 1-based. */
  first: number;
  last: number;
}

export function stretchesOf({count, chrom, pos}: Pick<VariantBatch, "count" | "chrom" | "pos">): Stretch[] {
  const stretches: Stretch[] = [];
  let stretch: Stretch | undefined;
  for (let i = 0; i < count; ++i) {
    if (stretch && chrom[i] === stretch.chrom && pos[i] >= stretch.last) stretch.last = pos[i];
    else stretches.push((stretch = {chrom: chrom[i], first: pos[i], last: pos[i]}));
  }
  return stretches;
}

/**
 * Makes sure that all alleles of a site were protected together: chromosomes do not come back, and positions go up from
 * stretch to stretch. Remembers nothing but the chromosomes that are done, and the last position.
 */
export class SiteOrder {
  private readonly done = new Set<string>();
  private before: (Stretch & {label: string}) | null = null;

  /** Takes the next stretch, of the file `label`. Throws an `InputError` when a site may have come before. */
  add(stretch: Stretch, label: string): void {
    const {before} = this;
    if (before && stretch.chrom !== before.chrom) this.done.add(before.chrom);
    if (this.done.has(stretch.chrom) || (before?.chrom === stretch.chrom && stretch.first <= before.last))
      throw new InputError(label, null, problemOf(stretch, label, before!));
    this.before = {...stretch, label};
  }
}

function problemOf({chrom, first}: Stretch, label: string, before: Stretch & {label: string}): string {
  const otherFile = before.label === label ? "" : ` of ${before.label}`;
  if (before.chrom === chrom && before.last === first)
    return otherFile
      ? `${chrom}:${first} is also in ${before.label}, but a site is protected as a whole; join files with bcftools concat -a`
      : `${chrom}:${first} has more rows than can be protected as a whole; leave the site out (bcftools view -t ^${chrom}:${first})`;
  const merge = chrom === "X" ? " (with --merge-x for PLINK's XY)" : "";
  return (
    `not in genome order: ${chrom}:${first} comes behind ${before.chrom}:${before.last}${otherFile}; ` +
    `sort a file with bcftools sort or plink2 --sort-vars --make-bed${merge}, join several with bcftools concat -a`
  );
}
