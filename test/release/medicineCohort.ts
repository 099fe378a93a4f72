import {writeFile} from "node:fs/promises";
import {basename, join} from "node:path";
import type {PgxDefinitions} from "../../src/model/pharmacogenomics.js";
import {pypgxFiles} from "../tables/pharmacogenomics/pypgxTables.js";

/** Pairs of alleles by gene and group, with how many people have them. Everybody else has the reference. */
export const plantedPairs: Record<string, Record<string, [pair: [string, string], people: number][]>> = {
  CYP2C19: {
    AFR: [[["*1", "*2"], 400], [["*2", "*2"], 120], [["*1", "*17"], 300]],
    EUR: [[["*1", "*2"], 300], [["*2", "*2"], 3]]
  }, // prettier-ignore
  NUDT15: {AFR: [[["*1", "*3"], 200], [["*3", "*3"], 60]], EUR: [[["*1", "*3"], 5]]} // prettier-ignore
};

/** People of each group. */
export const groupSizes: Record<string, number> = {AFR: 1200, EUR: 900};

/** The id of a person in the cohort's files: like nothing else in a release or a site. */
export function personOf(i: number): string {
  return `pers0n-${i}`;
}

export const anyPerson = /pers0n-\d/;

/** Two alleles, as calls are written: no table names those of anybody. */
export const anyDiplotype = /\*\d+\w*\/\*\d+/;

/**
 * A cohort with these diplotypes: its VCF, people and manifest. Returns the path of the manifest. Named after the folder,
 * since a site that was built before keeps its release, which another ledger does not know.
 */
export async function writeMedicineCohort(
  folder: string,
  definitions: PgxDefinitions,
  release: string,
  codes: string,
  genes: readonly string[] = Object.keys(plantedPairs)
): Promise<string> {
  const groups = Object.entries(groupSizes).flatMap(([group, people]) => Array.from({length: people}, () => group));
  const header = ["#CHROM", "POS", "ID", "REF", "ALT", "QUAL", "FILTER", "INFO", "FORMAT"];
  const rows = genes.flatMap((name) => {
    const gene = definitions.genes.find((found) => found.name === name)!;
    const pairs = Object.entries(groupSizes).flatMap(([group, people]) => {
      const planted = plantedPairs[name][group].flatMap(([pair, n]) => Array.from({length: n}, () => pair));
      return [...planted, ...Array.from({length: people - planted.length}, () => ["*1", "*1"])];
    });
    const carries = (allele: string, v: number): boolean =>
      gene.alleles.find((found) => found.name === allele)!.carries[v] === 1;
    return gene.variants.map((variant, v) => {
      const [form] = variant.forms;
      const calls = pairs.map(([a, b]) => `${Number(carries(a, v))}/${Number(carries(b, v))}`);
      return {...form, line: [form.chrom, form.pos, ".", form.ref, form.alt, ".", "PASS", ".", "GT", ...calls]};
    });
  });
  rows.sort((a, b) => Number(a.chrom) - Number(b.chrom) || a.pos - b.pos);
  const ids = groups.map((_, i) => personOf(i));
  await writeFile(
    join(folder, "cohort.vcf"),
    ["##fileformat=VCFv4.2", [...header, ...ids].join("\t"), ...rows.map(({line}) => line.join("\t")), ""].join("\n")
  );
  await writeFile(
    join(folder, "people.tsv"),
    ["id\tgroup", ...groups.map((group, i) => `${ids[i]}\t${group}`), ""].join("\n")
  );
  const {cpic, ...files} = pypgxFiles;
  const path = join(folder, "cohort.yaml");
  await writeFile(
    path,
    `id: ${basename(folder)}
title: Made-up diplotypes
build: GRCh38
release: ${release}
genotypes: [cohort.vcf]
samples: {file: people.tsv, id: id, columns: {ancestry: group}}
strata: [ancestry]
consent: {codes: ["${codes}"]}
association: false
pharmacogenomics:
${Object.entries(files)
  .map(([name, {file}]) => `  ${name}: ${file}`)
  .join("\n")}
  levels: ${cpic.file}
  source: pypgx
provenance: {synthetic: {genotypes: true, phenotypes: true}}
`
  );
  return path;
}
