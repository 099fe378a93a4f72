import {writeFile} from "node:fs/promises";
import {basename, join} from "node:path";

/** People in the order: T790M and resistant, T790M and sensitive, neither and resistant, neither and sensitive. */
export const planted = [90, 60, 210, 340];

/**
 * A cohort of these people as files: one variant, and tumours with mutations before and after treatment. Whoever is
 * resistant without T790M has gained it, but for 50.
 */
export async function writeTumourCohort(folder: string, release: string, codes: string): Promise<string> {
  const people = planted.flatMap((count, i) => Array.from({length: count}, () => i));
  const ids = people.map((_, i) => `P${i}`);
  const isMutated = people.map((kind) => kind < 2);
  const isResistant = people.map((kind) => kind % 2 === 0);
  const gained = people.map((kind, i) => kind === 2 && i >= planted[0] + planted[1] + 50);
  const maf =
    "Hugo_Symbol\tChromosome\tStart_Position\tReference_Allele\tTumor_Seq_Allele2\tVariant_Classification\tTumor_Sample_Barcode\tHGVSp_Short";
  const t790m = (barcode: string): string => `EGFR\t7\t55249071\tC\tT\tMissense_Mutation\t${barcode}\tp.T790M`;
  const write = (name: string, lines: string[]): Promise<void> =>
    writeFile(join(folder, name), `${lines.join("\n")}\n`);
  await write("cohort.vcf", [
    "##fileformat=VCFv4.2",
    ["#CHROM", "POS", "ID", "REF", "ALT", "QUAL", "FILTER", "INFO", "FORMAT", ...ids].join("\t"),
    ["1", 1000, ".", "A", "C", ".", "PASS", ".", "GT", ...ids.map((_, i) => ["0/0", "0/1"][i % 2])].join("\t")
  ]);
  await write("people.tsv", ["id\tgroup", ...ids.map((id, i) => `${id}\t${i % 2 ? "EUR" : "AFR"}`)]);
  await write("mutations.maf", [
    maf,
    ...ids.flatMap((id, i) => (isMutated[i] ? [t790m(`${id}-1`)] : [])),
    ...ids.flatMap((id, i) => (isMutated[i] || gained[i] ? [t790m(`${id}-2`)] : []))
  ]);
  await write("tumours.tsv", [
    "sample\tperson\ttimepoint",
    ...ids.flatMap((id) => [`${id}-1\t${id}\tbefore`, `${id}-2\t${id}\tafter`])
  ]);
  await write("treatments.tsv", [
    "person\ttreatment\tresponse",
    ...ids.map((id, i) => `${id}\tErlotinib\t${isResistant[i] ? "PD" : "PR"}`)
  ]);
  const path = join(folder, "cohort.yaml");
  await writeFile(
    path,
    `id: ${basename(folder)}
title: Made-up tumours
build: GRCh37
release: ${release}
genotypes: [cohort.vcf]
samples: {file: people.tsv, id: id, columns: {ancestry: group}}
strata: [ancestry]
consent: {codes: ["${codes}"]}
association: false
tumours:
  mutations: mutations.maf
  samples: tumours.tsv
  treatments: treatments.tsv
  evidence: ${new URL("../../data-loaders/cohorts/synthetic-evidence.tsv", import.meta.url).pathname}
  source: made up; evidence from CIViC
provenance: {synthetic: {genotypes: true, phenotypes: true}}
`
  );
  return path;
}
