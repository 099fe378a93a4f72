import {planVcfShards} from "../../../data-loaders/sources/vcf/planVcfShards.js";
import type {InputFile} from "../../../data-loaders/sources/inputFiles.js";
import {readShard} from "../../../data-loaders/sources/readShard.js";
import {collectGenotypes, type GeneGenotypes} from "../../../data-loaders/tables/pharmacogenomics/collectGenotypes.js";
import type {PgxDefinitions} from "../../../src/model/pharmacogenomics.js";
import type {GenomeBuild} from "../../../src/model/release.js";

/** Rows of a VCF with these people's genotypes: `7 200 C T 0/1 1/1`. */
export function vcfText(people: number, rows: readonly string[]): string {
  const ids = Array.from({length: people}, (_, i) => `p${i + 1}`);
  const columns = ["#CHROM", "POS", "ID", "REF", "ALT", "QUAL", "FILTER", "INFO", "FORMAT", ...ids];
  const lines = rows.map((row) => {
    const [chrom, pos, ref, alt, ...genotypes] = row.split(/\s+/);
    return [chrom, pos, ".", ref, alt, ".", ".", ".", "GT", ...genotypes].join("\t");
  });
  return ["##fileformat=VCFv4.2", columns.join("\t"), ...lines, ""].join("\n");
}

/** What is found of the genes in a VCF, read by shards as a release reads it. */
export async function genotypesOf(
  definitions: Pick<PgxDefinitions, "genes">,
  file: InputFile,
  {people, sex = new Uint8Array(people), build = "GRCh37"}: {people: number; sex?: Uint8Array; build?: GenomeBuild}
): Promise<GeneGenotypes[]> {
  const found = collectGenotypes(definitions, people);
  for (const shard of await planVcfShards([file], {people, sex, build}))
    for await (const batch of readShard(shard)) found.add(batch);
  return found.finish();
}
