import type {GenomeBuild} from "../../src/model/release.js";
import type {Shard} from "./cohort.js";
import {compareLoci, firstLocus} from "./firstLocus.js";
import {InputError} from "./inputError.js";
import type {InputFile} from "./inputFiles.js";
import type {GenotypePeople} from "./people.js";
import {besideBed, planBedShards} from "./plink/planBedShards.js";
import {readFam} from "./plink/readFam.js";
import {planVcfShards} from "./vcf/planVcfShards.js";
import {readVcfSamples} from "./vcf/readVcfSamples.js";

/** The people of all genotype files, which must hold the same in the same order; sex is told by any .fam. */
export async function readGenotypePeople(files: readonly InputFile[]): Promise<GenotypePeople> {
  const [first, ...others] = await Promise.all(files.map(readPeopleOf));
  for (const other of others) checkSame(first, other);
  return [first, ...others].find(({sex}) => sex !== null) ?? first;
}

/** The files by their first variants. */
export async function inGenomeOrder(files: readonly InputFile[]): Promise<InputFile[]> {
  const loci = await Promise.all(files.map(async (file) => ({file, locus: await firstLocus(file)})));
  return loci.sort((a, b) => compareLoci(a.locus, b.locus)).map(({file}) => file);
}

/** Cuts genotype files into pieces that threads can read; `sex` decides how haploid calls are read. */
export async function planShards(
  files: readonly InputFile[],
  {total, sex}: {total: number; sex: Uint8Array},
  build: GenomeBuild
): Promise<Shard[]> {
  const shards = await Promise.all(
    files.map((file): Promise<Shard[]> =>
      isBed(file) ? planBedShards([file], {people: total, build}) : planVcfShards([file], {people: total, sex, build})
    )
  );
  return shards.flat();
}

async function readPeopleOf(file: InputFile): Promise<GenotypePeople> {
  if (!isBed(file)) return {file, unit: "sample", ids: await readVcfSamples(file.file, file.label), sex: null};
  const fam = besideBed(file, "fam");
  return {file: fam, unit: "line", ...(await readFam(fam))};
}

function checkSame(first: GenotypePeople, next: GenotypePeople): void {
  const remedy =
    "all genotype files must hold the same people in the same order (bcftools view -S, plink2 --indiv-sort)";
  if (first.ids.length !== next.ids.length)
    throw new InputError(
      next.file.label,
      null,
      `has ${next.ids.length} people, but ${first.file.label} has ${first.ids.length}; ${remedy}`
    );
  const differing = next.ids.findIndex((id, i) => id !== first.ids[i]);
  if (differing >= 0)
    throw new InputError(
      next.file.label,
      null,
      `${next.unit} ${differing + 1} is another person than ${first.unit} ${differing + 1} of ${first.file.label}; ${remedy}`
    );
}

function isBed({file}: InputFile): boolean {
  return /\.bed$/i.test(file);
}
