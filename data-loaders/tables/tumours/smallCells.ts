import type {MutationFeature} from "../../../src/model/tumours.js";

/*
 * Counts of people that may be shown: 0, or more than `maxWithheld`. A table of which any count may not is withheld
 * whole, so its margins give nothing away; a finer table is shown only beside a coarser one that it leaves enough of.
 * What tables of several kinds or times tell together is not looked at here: whoever releases them together has to.
 */

/** Counts of people with and without a mutation. */
export interface FeatureCells {
  feature: MutationFeature;
  /** People with it, by response or by what became of it; of a change these are part of its gene's. */
  mutated: readonly number[];
  other: readonly number[];
}

/** Whether all counts may be shown. */
export function mayShow(counts: readonly number[], maxWithheld: number): boolean {
  return counts.every((count) => count === 0 || count > maxWithheld);
}

/**
 * Which of some features may be shown beside each other. A gene where all its counts may be shown; its changes, the
 * commonest first, where their own may be and what all shown changes leave of the gene's may be too. Changes of which
 * somebody has two may leave less than nothing, and say no more than that. No change is shown without its gene.
 */
export function shownFeatures(cells: readonly FeatureCells[], maxWithheld: number): boolean[] {
  const shown = cells.map(({mutated, other}) => mayShow([...mutated, ...other], maxWithheld));
  const genes = new Map(cells.flatMap(({feature}, i) => (feature.change === null ? [[feature.gene, i] as const] : [])));
  const rest = new Map([...genes].map(([gene, i]) => [gene, cells[i].mutated]));
  const size = (i: number): number => cells[i].mutated.reduce((sum, count) => sum + count, 0);
  const changes = [...cells.keys()].filter((i) => cells[i].feature.change !== null);
  for (const i of changes.sort((a, b) => size(b) - size(a) || a - b)) {
    const {gene} = cells[i].feature;
    const whole = genes.get(gene);
    if (whole === undefined || !shown[whole]) shown[i] = false;
    if (!shown[i]) continue;
    const left = rest.get(gene)!.map((count, k) => count - cells[i].mutated[k]);
    shown[i] = left.every((count) => count <= 0 || count > maxWithheld);
    if (shown[i]) rest.set(gene, left);
  }
  return shown;
}
