import type {ReleaseClass, ReleaseManifest, TableName} from "../model/release.js";
import {inferredFact} from "./ancestryWords.js";
import {formatCount, shortHash} from "./formatNumber.js";

/** What a release class means for somebody who took part, in one sentence. */
export const classSentences: Record<ReleaseClass, string> = {
  open: "Consent allows unrestricted release, so exact tables are public.",
  "public-safe":
    "Public are counts of people, and of variants only what withstood our own attacks; exact tables without small counts are encrypted to named readers.",
  controlled: "Nothing about variants is public; tables without small counts are encrypted to named readers."
};

/** What every figure and every export says about its data, in order: label and value. */
export function provenanceFacts(manifest: ReleaseManifest, tables?: readonly TableName[]): [string, string][] {
  const {cohort, hashes, rules} = manifest;
  const withheld = manifest.withheld.filter(({table}) => !tables || tables.includes(table));
  const cells = withheld.reduce((sum, {cells}) => sum + cells, 0);
  const applied = withheld.length > 0 ? unique(withheld.map(({rule}) => rule)) : rules.map(({id}) => id);
  return [
    ["Cohort", cohort.title],
    ["Release class", cohort.class],
    ["Data", syntheticWords(manifest)],
    ...inferredFact(manifest),
    ["Rules applied", cohort.class === "open" ? "none: exact tables" : applied.join(", ") || "none"],
    ["Cells withheld", formatCount(cells)],
    ...noiseFacts(manifest, tables),
    ["Policy", shortHash(hashes.policy)],
    ["Date of the data", manifest.dataDate]
  ];
}

const noisyTables: readonly TableName[] = ["allele_counts", "structure_frequencies"];

/** That the public counts carry noise, where a table of them is shown. */
function noiseFacts(
  {cohort, privacy, tables: all}: ReleaseManifest,
  tables: readonly TableName[] = []
): [string, string][] {
  const shown = all.some(({name, tier}) => noisyTables.includes(name) && tier === "public" && tables.includes(name));
  if (cohort.class !== "public-safe" || !shown || privacy.panel?.form !== "noisy") return [];
  return [["Noise", "counts carry random noise of the size given as noise_sd, which protects the people behind them"]];
}

/** "synthetic", or which part is. */
export function syntheticWords({cohort: {synthetic}}: ReleaseManifest): string {
  if (synthetic.genotypes && synthetic.phenotypes) return "synthetic";
  if (synthetic.genotypes) return "genotypes synthetic, traits real";
  if (synthetic.phenotypes) return "genotypes real, traits invented";
  return "real";
}

function unique(values: string[]): string[] {
  return [...new Set(values)];
}
