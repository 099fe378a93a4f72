import {readTumours} from "../../../data-loaders/sources/tumours/readTumours.js";
import type {Tumours} from "../../../data-loaders/sources/tumours/tumours.js";
import type {temporaryFolder} from "../temporary.js";

export const mafHeader = [
  "Hugo_Symbol",
  "Entrez_Gene_Id",
  "NCBI_Build",
  "Chromosome",
  "Start_Position",
  "End_Position",
  "Variant_Classification",
  "Reference_Allele",
  "Tumor_Seq_Allele1",
  "Tumor_Seq_Allele2",
  "Tumor_Sample_Barcode",
  "Mutation_Status",
  "HGVSp_Short",
  "t_ref_count",
  "t_alt_count"
];

export type MafValues = Partial<Record<string, string>>;

/** EGFR T790M of a sample, with some values replaced. */
export function mafLine(sample: string, values: MafValues = {}): string {
  const all: MafValues = {
    Hugo_Symbol: "EGFR",
    Entrez_Gene_Id: "1956",
    NCBI_Build: "GRCh37",
    Chromosome: "7",
    Start_Position: "55249071",
    End_Position: "55249071",
    Variant_Classification: "Missense_Mutation",
    Reference_Allele: "C",
    Tumor_Seq_Allele1: "C",
    Tumor_Seq_Allele2: "T",
    Tumor_Sample_Barcode: sample,
    Mutation_Status: "Somatic",
    HGVSp_Short: "p.T790M",
    t_ref_count: "30",
    t_alt_count: "10",
    ...values
  };
  return mafHeader.map((name) => all[name] ?? "").join("\t");
}

export function maf(...lines: string[]): string {
  return ["#version 2.4", "# made for a test", mafHeader.join("\t"), ...lines, ""].join("\n");
}

export interface TumourTables {
  maf?: string | Uint8Array;
  samples?: string;
  treatments?: string;
  ids?: string[];
  included?: number[];
}

/** Five people, of whom the fourth has withdrawn. */
export const ids = ["PAT-1", "PAT-2", "PAT-3", "PAT-4", "PAT-5"];
export const samples =
  "sample\tperson\ttimepoint\nBAR-1\tPAT-1\tbefore\nBAR-2\tPAT-1\tafter\nBAR-3\tPAT-2\tBefore\nBAR-4\tPAT-4\tbefore\nBAR-9\tPAT-9\tbefore\n";
export const treatments =
  "person\ttreatment\tresponse\nPAT-1\tErlotinib\tPD\nPAT-2\terlotinib\tsensitive\nPAT-2\tCisplatin\tSD\nPAT-4\tErlotinib\tPR\nPAT-9\tErlotinib\tPR\n";

export async function readAll(folder: ReturnType<typeof temporaryFolder>, tables: TumourTables): Promise<Tumours> {
  return readTumours(
    {
      mutations: [folder.write("mutations.maf", tables.maf ?? maf(mafLine("BAR-1")))],
      samples: folder.write("samples.tsv", tables.samples ?? samples),
      treatments: folder.write("treatments.tsv", tables.treatments ?? treatments),
      build: "GRCh37"
    },
    {ids: tables.ids ?? ids, included: Uint8Array.from(tables.included ?? [1, 1, 1, 0, 1])}
  );
}
