import {drawBlock, frequencyByAncestry, type Block} from "./drawBlock.js";
import type {SyntheticModel} from "./syntheticModel.js";
import {betaByAncestry, traitModels, type TraitModel} from "./traits.js";

/** An effect at a variant of the cohort. */
export interface CausalVariant {
  trait: TraitModel;
  gene: string;
  block: Block;
  /** Index of the block in the plan, and of the variant in the block. */
  blockIndex: number;
  j: number;
  /** Per copy of the alternate allele, and frequency of that allele: in the order of `ancestries`. */
  beta: number[];
  frequency: number[];
}

/**
 * Gives every planted effect a variant of its gene: the one that is most common in the ancestry where it is rarest, so
 * that the effect can be found in all of them; a second trait at the gene takes the next best one. Effects at genes
 * that a small cohort lacks are left out, and so are those on X and those that only rare variants could carry.
 */
export function plantEffects(model: SyntheticModel): CausalVariant[] {
  const candidates = new Map<string, Candidate[]>();
  const planted: CausalVariant[] = [];
  for (const trait of traitModels) {
    for (const effect of trait.effects) {
      if (!candidates.has(effect.gene)) candidates.set(effect.gene, rankVariants(model, effect.gene));
      const best = candidates.get(effect.gene)!.shift();
      if (best) planted.push({trait, gene: effect.gene, beta: betaByAncestry(effect), ...best});
    }
  }
  return planted;
}

/** Frequency of the rarer allele that a causal variant has in every ancestry. */
const leastFrequency = 0.02;

type Candidate = Pick<CausalVariant, "block" | "blockIndex" | "j" | "frequency">;

function rankVariants({parameters, plan}: SyntheticModel, gene: string): Candidate[] {
  return plan
    .flatMap((blockPlan, blockIndex) => {
      if (blockPlan.gene !== gene || blockPlan.chrom === "X") return [];
      const block = drawBlock(parameters.seed, blockPlan, blockIndex);
      return Array.from(block.pos, (_, j) => ({block, blockIndex, j, frequency: frequencyByAncestry(block, j)}));
    })
    .filter(({frequency}) => rarest(frequency) >= leastFrequency)
    .sort((a, b) => rarest(b.frequency) - rarest(a.frequency) || a.blockIndex - b.blockIndex || a.j - b.j);
}

function rarest(frequency: number[]): number {
  return Math.min(...frequency.map((p) => Math.min(p, 1 - p)));
}
