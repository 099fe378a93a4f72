import {Ploidy, type GenotypeBatch} from "../cohort.js";
import type {Roster} from "./drawPeople.js";
import {drawMedicineSite} from "./drawMedicines.js";
import {chromosomeRank} from "./genes.js";
import type {PlacedSite} from "./placeMedicineSites.js";

/** The batch with these sites in their places; what was in it stays as it was. Throws where a site is in it already. */
export function addMedicineSites(
  batch: GenotypeBatch,
  placed: readonly PlacedSite[],
  seed: number,
  roster: Roster
): GenotypeBatch {
  if (placed.length === 0) return batch;
  const bytes = Math.ceil(roster.population.length / 4);
  const chrom = [...batch.chrom, ...placed.map(({gene}) => gene.chrom)];
  const pos = [...batch.pos, ...placed.map(({site}) => site.pos)];
  const ref = [...batch.ref, ...placed.map(({site}) => site.ref)];
  const alt = [...batch.alt, ...placed.map(({site}) => site.alt)];
  const rsid = [...batch.rsid, ...placed.map(({site}) => site.rsid)];
  const order = chrom
    .map((_, row) => row)
    .sort((a, b) => chromosomeRank(chrom[a]) - chromosomeRank(chrom[b]) || pos[a] - pos[b]);
  const genotypes = new Uint8Array(order.length * bytes);
  order.forEach((row, place) => {
    const previous = order[place - 1];
    if (place > 0 && pos[row] === pos[previous] && chrom[row] === chrom[previous])
      throw new Error(`synthetic cohort: seed ${seed} also draws a variant at ${chrom[row]}:${pos[row]}; take another`);
    const into = genotypes.subarray(place * bytes, (place + 1) * bytes);
    if (row < batch.count) into.set(batch.genotypes.subarray(row * bytes, (row + 1) * bytes));
    else drawMedicineSite(seed, placed[row - batch.count].gene, placed[row - batch.count].site, roster, into);
  });
  return {
    count: order.length,
    chrom: order.map((row) => chrom[row]),
    pos: Int32Array.from(order, (row) => pos[row]),
    ref: order.map((row) => ref[row]),
    alt: order.map((row) => alt[row]),
    rsid: order.map((row) => rsid[row]),
    ploidy: Uint8Array.from(order, (row) => (row < batch.count ? batch.ploidy[row] : Ploidy.diploid)),
    genotypes
  };
}
