import {readFile, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {parse} from "csv-parse/sync";
import {makeRelease} from "../../data-loaders/release/release.js";
import type {GroupGenotypes} from "../../src/kernels/countAnalysis.js";
import type {ReleaseManifest} from "../../src/model/release.js";
import {openFile, query, scratchFolder} from "./readRelease.js";

/** SNPs of the study that are released; G and T, or A and G, are reference and alternate alleles. Positions are made up. */
const snps = [
  {id: "rs1422993", pos: 1000, ref: "G", alt: "T"},
  {id: "rs13014858", pos: 2000, ref: "G", alt: "A"},
  {id: "rs4490198", pos: 3000, ref: "A", alt: "G"}
];

export interface AsthmaRelease {
  manifest: ReleaseManifest;
  /** Released genotype counts of a SNP by country and status. */
  counts(rsid: string): Promise<GroupGenotypes[]>;
}

/**
 * The case–control study of asthma of R's package SNPassoc (1,578 people of ten countries) as an open cohort whose strata
 * are country and case status, released by our own pipeline. Needs `../shared/data/asthma/asthma.csv`.
 */
export async function asthmaRelease(): Promise<AsthmaRelease> {
  const folder = await scratchFolder();
  const file = new URL("../../../shared/data/asthma/asthma.csv", import.meta.url);
  const rows: Record<string, string>[] = parse(await readFile(file), {columns: true});
  const calls = snps.map(({id, pos, ref, alt}) => {
    const code = (genotype: string): string => {
      if (!/^[ACGT]{2}$/.test(genotype)) return "./.";
      return [...genotype].map((allele) => (allele === ref ? "0" : "1")).join("/");
    };
    return ["5", pos, id, ref, alt, ".", ".", ".", "GT", ...rows.map((row) => code(row[id]))].join("\t");
  });
  const ids = rows.map((_, i) => `person${i + 1}`);
  const head = [
    "##fileformat=VCFv4.2",
    "##contig=<ID=5>",
    '##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">'
  ];
  const columns = ["#CHROM", "POS", "ID", "REF", "ALT", "QUAL", "FILTER", "INFO", "FORMAT", ...ids].join("\t");
  await writeFile(join(folder, "asthma.vcf"), [...head, columns, ...calls, ""].join("\n"));
  const samples = rows.map(({country, casecontrol}, i) => [ids[i], country, casecontrol === "1" ? "case" : "control"]);
  await writeFile(
    join(folder, "samples.tsv"),
    [["id", "country", "status"], ...samples].map((row) => row.join("\t")).join("\n") + "\n"
  );
  await writeFile(
    join(folder, "cohort.yaml"),
    `id: asthma
title: Asthma, 1,578 people of ten countries
build: GRCh37
release: {class: open}
genotypes: [asthma.vcf]
samples: {file: samples.tsv, id: id, columns: {country: country, status: status}}
traits: [{id: MONDO_0004979, label: asthma, column: status, kind: binary, case: case}]
strata: [country, status]
consent: {codes: ["DUO:0000004"]}
`
  );
  const out = join(folder, "out");
  const manifest = await makeRelease({manifestPath: join(folder, "cohort.yaml"), out, threads: 1});
  return {
    manifest,
    async counts(rsid) {
      const {pos, ref, alt} = snps.find(({id}) => id === rsid)!;
      const bytes = await openFile(out, manifest.tables.find(({name}) => name === "genotype_counts")!.file);
      const found = await query(
        bytes,
        `select country, status, hom_ref, het, hom_alt from $file where variant_id = '5-${pos}-${ref}-${alt}'`
      );
      return found.map(({country, status, hom_ref, het, hom_alt}) => ({
        levels: {country: String(country), status: String(status)},
        homRef: hom_ref as number | null,
        het: het as number | null,
        homAlt: hom_alt as number | null
      }));
    }
  };
}
