import {Ploidy, type GenotypeBatch, type SyntheticShard} from "../cohort.js";
import {addMedicineSites} from "./addMedicineSites.js";
import {drawBlock, type Block} from "./drawBlock.js";
import {drawGenotypes} from "./drawGenotypes.js";
import {ploidyOf} from "../ploidy.js";
import {syntheticModel} from "./syntheticModel.js";

/** Aim of a batch; a block is never divided. */
const variantsPerBatch = 500;

/** Draws the variants and genotypes of a shard: nothing is stored, the same shard gives the same bytes anywhere. */
export async function* readSyntheticShard(shard: SyntheticShard): AsyncGenerator<GenotypeBatch> {
  const {plan} = syntheticModel(shard);
  for (let first = shard.firstBlock, end; first < shard.endBlock; first = end) {
    let variants = 0;
    for (end = first; end < shard.endBlock && variants < variantsPerBatch; ++end) variants += plan[end].count;
    yield drawBatch(shard, first, end);
  }
}

/** Genotypes of the blocks [first, end), and of the sites of medicines among them. */
export function drawBatch(shard: SyntheticShard, first: number, end: number): GenotypeBatch {
  const {plan, roster, medicines} = syntheticModel(shard);
  const bytes = Math.ceil(shard.people / 4);
  const count = plan.slice(first, end).reduce((sum, p) => sum + p.count, 0);
  const genotypes = new Uint8Array(count * bytes);
  const pos = new Int32Array(count);
  const ploidy = new Uint8Array(count);
  const blocks: Block[] = [];
  let done = 0;
  for (let b = first; b < end; ++b) {
    const block = drawBlock(shard.seed, plan[b], b);
    for (let j = 0; j < block.count; ++j) ploidy[done + j] = ploidyOf(block.chrom, block.pos[j], shard.build);
    const haploid = (j: number) => ploidy[done + j] === Ploidy.menHaploid;
    drawGenotypes(shard.seed, b, block, roster, haploid, genotypes.subarray(done * bytes));
    pos.set(block.pos, done);
    blocks.push(block);
    done += block.count;
  }
  const batch = {
    count,
    chrom: blocks.flatMap((block) => Array<string>(block.count).fill(block.chrom)),
    pos,
    ref: blocks.flatMap((block) => block.ref),
    alt: blocks.flatMap((block) => block.alt),
    rsid: blocks.flatMap((block) => block.rsid),
    ploidy,
    genotypes
  };
  const placed = Array.from({length: end - first}, (_, i) => medicines.get(first + i) ?? []).flat();
  return addMedicineSites(batch, placed, shard.seed, roster);
}
