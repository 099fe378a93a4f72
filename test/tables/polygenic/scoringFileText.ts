import type {GenomeBuild} from "../../../src/model/release.js";
import type {TrainingGenotypes} from "../../../data-loaders/tables/polygenic/trainingGenotypes.js";

/** What the header of a scoring file says of a score that was learned here. */
export interface ScoreDescription {
  id: string;
  name: string;
  traitReported: string;
  traitId: string;
  build: GenomeBuild;
}

/**
 * A scoring file in the form of the PGS Catalog, format 2.0: variants with a weight other than 0 and known, the effect
 * allele being alt. It holds nothing about single people.
 */
export function scoringFileText(
  {chrom, pos, ref, alt, rsid, variants}: TrainingGenotypes,
  weights: Float64Array,
  {id, name, traitReported, traitId, build}: ScoreDescription
): string {
  const used = Array.from({length: variants}, (_, i) => i).filter((i) => weights[i] !== 0 && !Number.isNaN(weights[i]));
  const lines = [
    "###PGS CATALOG SCORING FILE - see https://www.pgscatalog.org/downloads/#dl_ftp_scoring for additional information",
    "#format_version=2.0",
    "##POLYGENIC SCORE (PGS) INFORMATION",
    `#pgs_id=${oneLine(id)}`,
    `#pgs_name=${oneLine(name)}`,
    `#trait_reported=${oneLine(traitReported)}`,
    `#trait_efo=${oneLine(traitId)}`,
    "#weight_type=beta",
    `#genome_build=${build}`,
    `#variants_number=${used.length}`,
    "rsID\tchr_name\tchr_position\teffect_allele\tother_allele\teffect_weight",
    ...used.map((i) => [rsid[i], chrom[i], pos[i], alt[i], ref[i], weights[i]].join("\t"))
  ];
  return `${lines.join("\n")}\n`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
