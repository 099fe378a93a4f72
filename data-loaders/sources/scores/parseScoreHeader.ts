/** What the lines before the columns of a scoring file say; an empty string is not said. */
export interface ScoreHeader {
  formatVersion: string;
  id: string;
  name: string;
  traitReported: string;
  traitMapped: string;
  traitIds: string[];
  weightType: string;
  build: string;
  harmonisedBuild: string;
  variants: number | null;
  citation: string;
  licence: string;
}

/**
 * Reads `#key=value` (format 2.0) and `# Key = value` (format 1.0) from lines that begin with `#`. What a spreadsheet
 * puts around them must be gone already.
 */
export function parseScoreHeader(lines: readonly string[]): ScoreHeader {
  const values = new Map<string, string>();
  for (const line of lines) {
    const [, key, value] = /^#\s*([^#=][^=]*?)\s*=\s*(.*)$/.exec(line) ?? [];
    if (key !== undefined) values.set(key.toLowerCase().replaceAll(" ", "_"), known(value.trim()));
  }
  const first = (...keys: string[]): string => keys.map((key) => values.get(key)).find(Boolean) ?? "";
  const variants = Number(first("variants_number", "number_of_variants") || NaN);
  return {
    formatVersion: first("format_version") || (values.has("pgs_id") && !lines.some(isTwo) ? "1.0" : ""),
    id: first("pgs_id"),
    name: first("pgs_name"),
    traitReported: first("trait_reported", "reported_trait"),
    traitMapped: first("trait_mapped", "mapped_trait"),
    traitIds: first("trait_efo", "mapped_trait_efo")
      .split(/[|,]/)
      .map((id) => id.trim())
      .filter(Boolean),
    weightType: first("weight_type"),
    build: first("genome_build", "original_genome_build"),
    harmonisedBuild: first("hmpos_build", "hm_build"),
    variants: Number.isInteger(variants) ? variants : null,
    citation: first("citation"),
    licence: first("license", "licence")
  };
}

/** Format 2.0 writes keys as they are in the database. */
function isTwo(line: string): boolean {
  return line.startsWith("#pgs_id");
}

/** The Catalog writes NR for what was not reported. */
function known(value: string): string {
  return value === "NR" ? "" : value;
}
