import {genomeWide} from "../../../src/model/association.js";
import {metaLevel, type AssociationRows} from "../association/associationRows.js";
import {topLoci} from "../association/topLoci.js";

/** What one group says about a variant; NaN = withheld or not tested. */
export interface GroupEffect {
  beta: number;
  se: number;
  minusLog10P: number;
}

/** The variant that leads a locus of genome-wide significance in one group, and what every group says about it. */
export interface Lead {
  trait: string;
  /** The group in which it leads. */
  discovery: string;
  variantId: string;
  chrom: string;
  pos: number;
  minusLog10P: number;
  effects: Map<string, GroupEffect>;
}

/** The leading variants of one trait in each genetic ancestry group, as rows that are shown have them. */
export function leadVariants(batches: readonly AssociationRows[], lociBp: number): Lead[] {
  const levels = batches[0]?.levels.filter((level) => level !== metaLevel) ?? [];
  return levels.flatMap((discovery) => {
    const passed = passedIn(batches, discovery);
    const column = (of: (rows: AssociationRows) => Float64Array): Float64Array =>
      Float64Array.from(passed, ({rows, at}) => of(rows)[at]);
    const ids = passed.map(({rows, variant}) => rows.variantIds[variant]);
    const places = ids.map((id) => id.split("-", 2));
    const found = topLoci(
      {
        variantIds: ids,
        chrom: places.map(([chrom]) => chrom),
        pos: Int32Array.from(places, ([, pos]) => Number(pos)),
        minusLog10P: column(({minusLog10P}) => minusLog10P),
        beta: column(({beta}) => beta),
        se: column(({se}) => se)
      },
      () => null,
      {lociP: genomeWide, lociBp}
    );
    const whereOf = new Map(ids.map((id, i) => [id, passed[i]]));
    return found.map(({variantId, chrom, pos, minusLog10P}): Lead => {
      const {rows, variant} = whereOf.get(variantId)!;
      const effects = new Map(levels.map((level) => [level, effectIn(rows, variant, level)]));
      return {trait: rows.trait, discovery, variantId, chrom, pos, minusLog10P, effects};
    });
  });
}

/**
 * Loci that any group but `target` found: of neighbours within `lociBp` the clearest stands for all, so that none counts
 * twice.
 */
export function foundByOthers(leads: readonly Lead[], target: string, lociBp: number): Lead[] {
  const kept: Lead[] = [];
  const others = leads.filter(({discovery}) => discovery !== target);
  for (const lead of others.sort((a, b) => b.minusLog10P - a.minusLog10P))
    if (!kept.some((one) => isNear(one, lead, lociBp))) kept.push(lead);
  return kept;
}

export function isNear(a: Pick<Lead, "chrom" | "pos">, b: Pick<Lead, "chrom" | "pos">, bp: number): boolean {
  return a.chrom === b.chrom && Math.abs(a.pos - b.pos) <= bp;
}

interface Place {
  rows: AssociationRows;
  variant: number;
  /** Index into the arrays of `rows`. */
  at: number;
}

/** Few rows reach the level, so that no copy of all is made. */
function passedIn(batches: readonly AssociationRows[], level: string): Place[] {
  const least = -Math.log10(genomeWide);
  return batches.flatMap((rows) => {
    const width = rows.levels.length;
    const found: Place[] = [];
    for (let at = rows.levels.indexOf(level); at < rows.variantIds.length * width; at += width)
      if (rows.minusLog10P[at] > least) found.push({rows, variant: Math.floor(at / width), at});
    return found;
  });
}

function effectIn(rows: AssociationRows, variant: number, level: string): GroupEffect {
  const at = variant * rows.levels.length + rows.levels.indexOf(level);
  return {beta: rows.beta[at], se: rows.se[at], minusLog10P: rows.minusLog10P[at]};
}
