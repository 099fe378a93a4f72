import type {ReleaseManifest} from "../../model/release.js";
import {carriesNoise} from "../../model/tierView.js";
import {noisyInterval, z95} from "../../kernels/noisyInterval.js";
import {formatCount, formatFrequency} from "../formatNumber.js";

/** What is known of the noise in the counts of one group, or of all groups together. */
export interface Noise {
  /** Standard deviation, in allele copies. */
  sd: number;
  /** Copies that were counted: two of each person. */
  an: number;
}

/** Whether the allele counts of this side of the release carry noise; see `tierView`. */
export function isNoisy(manifest: ReleaseManifest): boolean {
  const table = manifest.tables.find(({name}) => name === "allele_counts");
  return table !== undefined && carriesNoise(manifest, table.name, table.tier);
}

/** Groups whose noise would exceed the largest allowed, so that their counts are hidden. */
export function hiddenGroups({privacy}: ReleaseManifest): string[] {
  return privacy.pools.filter(({shown}) => !shown).map(({level}) => level);
}

/** The noise of one group, or of everybody in the groups that are shown; null where there is none. */
export function noiseOf(manifest: ReleaseManifest, level: string | null): Noise | null {
  if (!isNoisy(manifest)) return null;
  const pools = manifest.privacy.pools.filter((pool) => (level === null ? pool.shown : pool.level === level));
  return {
    sd: rootOfSquares(pools.map(({noiseSd}) => noiseSd)),
    an: 2 * pools.reduce((sum, {people}) => sum + people, 0)
  };
}

/** The standard deviation of a sum of independent noises. */
export function rootOfSquares(sds: readonly number[]): number {
  return Math.sqrt(sds.reduce((sum, sd) => sum + sd ** 2, 0));
}

/** `1 234 ± 88`: the count, and how far noise carries it in 95 of 100 cases. */
export function countWithNoise(ac: number, sd: number): string {
  return `${formatCount(ac)} ± ${formatCount(z95 * sd)}`;
}

/** What a tip says of a count or frequency with noise. */
export function noiseWords(label: string, kind: "count" | "frequency", value: number, {sd, an}: Noise): string {
  if (kind === "count") return `${label}: ${countWithNoise(value, sd)} (95 % of the noise)`;
  const [low, high] = noisyInterval(value * an, an, sd);
  return `${label}: ${formatFrequency(low)} to ${formatFrequency(high)} (95 % interval, sampling and noise together)`;
}
