/**
 * People that a study must have had for a score to explain `goal` of a trait's variance, when a study of `people` made
 * one that explains `r2`: h² the variance that all variants together can explain. Infinity where the goal is not below
 * h², NaN where `r2` is not between 0 and h².
 *
 * R² = h² · N h² / (N h² + M): Daetwyler, Villanueva & Woolliams 2008, PLoS ONE 3:e3395. M, the number of independent
 * pieces of the genome, is taken from `people` and `r2`. For a group that was not studied itself this is the size of
 * a study elsewhere that would tell as much of it, and a study in the group itself may need fewer.
 */
export function equalAccuracySize(people: number, r2: number, goal: number, h2: number): number {
  if (!(r2 > 0 && r2 < h2)) return NaN;
  if (!(goal < h2)) return Infinity;
  return (people * goal * (h2 - r2)) / (r2 * (h2 - goal));
}
