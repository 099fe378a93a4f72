import type {Shard} from "../sources/cohort.js";
import {readShard} from "../sources/readShard.js";
import {openScreen, type ScreenedPeople} from "../tables/polygenic/screenVariants.js";
import {collectTraining, type TrainingGenotypes} from "../tables/polygenic/trainingGenotypes.js";

/** A score to be learned: from whom, and how significant a variant must be to be tried. */
export interface ScreenedTraining extends ScreenedPeople {
  leastMinusLog10P: number;
}

export interface TrainingContext {
  people: number;
  trainings: readonly ScreenedTraining[];
}

/** Variants of a shard that are significant in any fit of any score; per score, −log₁₀ p by fit, or null. */
export interface ShardCandidates {
  genotypes: TrainingGenotypes;
  significance: (Float64Array | null)[][];
}

/** Sums made by fold and the regression in the people themselves differ by rounding. */
const rounding = 1e-6;

/** A task of `mapShards`: which autosomal variants of one shard a score may be learned from. They stay in this process. */
export default async function trainingTask(
  shard: Shard,
  {people, trainings}: TrainingContext
): Promise<{result: ShardCandidates}> {
  const screens = trainings.map((training) => openScreen(training));
  const significance: ShardCandidates["significance"] = trainings.map(() => []);
  const bytes = Math.ceil(people / 4);
  const genotypes = await collectTraining(readShard(shard), people, (batch, i) => {
    if (!/^\d+$/.test(batch.chrom[i])) return false;
    const found = screens.map((screen, t) => {
      const fits = screen(batch.genotypes, i * bytes);
      return fits?.some((minusLog10P) => minusLog10P >= trainings[t].leastMinusLog10P - rounding) ? fits : null;
    });
    if (found.every((fits) => fits === null)) return false;
    found.forEach((fits, t) => significance[t].push(fits));
    return true;
  });
  return {result: {genotypes, significance}};
}
