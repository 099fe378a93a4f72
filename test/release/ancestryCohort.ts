import {readFileSync} from "node:fs";
import {inferAncestry} from "../../data-loaders/release/ancestrySide.js";
import {openCohort} from "../../data-loaders/sources/openCohort.js";
import {readShard} from "../../data-loaders/sources/readShard.js";
import {notAssigned, type InferredAncestry} from "../../src/model/ancestry.js";
import type {temporaryFolder} from "../sources/temporary.js";
import type {BedFiles} from "./bedFiles.js";

const data = new URL("../../../shared/data/", import.meta.url).pathname;

export const chr22 = `${data}kg2504-chr22/cineca_synthetic_subset`;
export const kg1126 = `${data}kg1126/*.vcf.gz`;
export const hapmap3 = `${data}hapmap3/HM3_thinned_autosomal_overlap`;
export const panelFile = "panel/integrated_call_samples_v3.20130502.ALL.panel";

/** The super-population of the 1000 Genomes by sample id. */
export function readSuperPopulations(): Map<string, string> {
  return columnOf(`${data}${panelFile}`, "sample", "super_pop");
}

/** Populations of HapMap 3 by sample id. */
export function readHapMapPopulations(): Map<string, string> {
  return columnOf(`${data}hapmap3/relationships_w_pops_121708.txt`, "IID", "population");
}

export function kg1126Ids(): string[] {
  return [...columnOf(`${data}kg1126/phenotypes.tsv`, "subject.id", "pop").keys()];
}

/** A table of labels, `id` and `group`; null = none. */
export function labelTable(
  ids: readonly string[],
  groupOf: (id: string, i: number) => string | null | undefined
): string {
  return `id\tgroup\n${ids.map((id, i) => `${id}\t${groupOf(id, i) ?? ""}\n`).join("")}`;
}

/** A manifest that infers ancestry; paths are as given, `labels` names those of the reference, `samples` ids of the cohort. */
export function ancestryManifest({
  genotypes,
  reference,
  labels,
  samples = labels,
  build = "GRCh37",
  rest = "release: {class: open}\n",
  more = ""
}: Record<"genotypes" | "reference" | "labels", string> & {
  samples?: string;
  build?: string;
  rest?: string;
  more?: string;
}): string {
  return (
    `id: x\nbuild: ${build}\ngenotypes: "${genotypes}"\nsamples: {file: ${samples}, id: id}\nstrata: [ancestry]\n` +
    `ancestry: {reference: "${reference}", labels: {file: ${labels}, id: id, group: group}, source: a reference${more}}\n` +
    `consent: {codes: ["DUO:0000004"]}\n${rest}`
  );
}

/** People of whom the reference consists where it is half of a cohort. */
export const isReference = (i: number): boolean => i % 2 === 0;

/** Half of the 1000 Genomes as reference; the other half, and whoever else is asked for, are the cohort. */
export function chr22Half(
  folder: ReturnType<typeof temporaryFolder>,
  name: string,
  {ids}: BedFiles,
  genotypes = `${chr22}.bed`,
  cohortIds = ids,
  more = ""
): string {
  const superPopulation = readSuperPopulations();
  folder.write(
    `${name}.labels.tsv`,
    labelTable(ids, (id, i) => (isReference(i) ? superPopulation.get(id) : null))
  );
  folder.write(
    `${name}.samples.tsv`,
    labelTable(cohortIds, () => null)
  );
  return folder.write(
    `${name}.yaml`,
    ancestryManifest({
      genotypes,
      reference: `${chr22}.bed`,
      labels: `${name}.labels.tsv`,
      samples: `${name}.samples.tsv`,
      more
    })
  ).file;
}

/** Groups of a cohort's people, in the order of its files, and what is said of the inference. */
export async function groupsOf(manifest: string): Promise<{groups: string[]; inferred: InferredAncestry}> {
  const {cohort, inferred} = await inferAncestry(await openCohort(manifest));
  const {levels, codes} = cohort.people.strata.find(({name}) => name === "ancestry")!;
  return {groups: Array.from(codes, (code) => (code < 0 ? "left out" : levels[code])), inferred: inferred!};
}

/** Of the people of each known group: how many, how many of them were put into a group, and into the right one. */
export function tallied(
  groups: readonly string[],
  known: readonly (string | null | undefined)[]
): Record<string, {people: number; assigned: number; right: number}> {
  const tally: ReturnType<typeof tallied> = {};
  known.forEach((group, i) => {
    if (!group) return;
    const own = (tally[group] ??= {people: 0, assigned: 0, right: 0});
    ++own.people;
    if (groups[i] !== notAssigned) ++own.assigned;
    if (groups[i] === group) ++own.right;
  });
  return tally;
}

/** Genotypes of a cohort's autosomal single-base variants, read as a release reads them. */
export async function readCopies(manifest: string): Promise<Omit<BedFiles, "ids">> {
  const variants: string[][] = [];
  const copies: number[][] = [];
  const of = [2, NaN, 1, 0];
  const {shards, people} = await openCohort(manifest);
  for (const shard of shards)
    for await (const {count, chrom, pos, ref, alt, rsid, genotypes} of readShard(shard)) {
      const stride = Math.ceil(people.total / 4);
      for (let v = 0; v < count; ++v) {
        if (!/^\d+$/.test(chrom[v]) || !/^[ACGT]$/.test(ref[v]) || !/^[ACGT]$/.test(alt[v])) continue;
        variants.push([chrom[v], rsid[v] || ".", "0", String(pos[v]), alt[v], ref[v]]);
        copies.push(
          Array.from({length: people.total}, (_, i) => of[(genotypes[v * stride + (i >> 2)] >> (2 * (i & 3))) & 3])
        );
      }
    }
  return {variants, copies};
}

function columnOf(file: string, id: string, column: string): Map<string, string> {
  const [header, ...rows] = readFileSync(file, "utf8").trimEnd().split("\n");
  const names = header.split("\t");
  const [at, of] = [names.indexOf(id), names.indexOf(column)];
  return new Map(
    rows.map((row) => {
      const fields = row.split("\t");
      return [fields[at], fields[of]];
    })
  );
}
