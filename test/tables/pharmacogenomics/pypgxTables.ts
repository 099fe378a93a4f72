import {readDefinitions} from "../../../data-loaders/sources/pharmacogenomics/readDefinitions.js";
import {inputFile} from "../../../data-loaders/sources/inputFiles.js";
import type {PgxDefinitions} from "../../../src/model/pharmacogenomics.js";

const tables = ["genes", "alleles", "variants", "diplotypes", "equations", "phenotypes", "recommendations"] as const;

/** What `itWith` needs for the tests that use the tables. */
export const pypgxTables = "pgx/allele-table.csv";

/** Path of one of the tables of pypgx, by the name of its subject. */
export function pypgxTable(subject: string): string {
  return new URL(`../../../../shared/data/pgx/${subject}-table.csv`, import.meta.url).pathname;
}

export const pypgxFiles = {
  ...(Object.fromEntries(tables.map((name) => [name, inputFile(pypgxTable(name.slice(0, -1)))])) as Record<
    (typeof tables)[number],
    ReturnType<typeof inputFile>
  >),
  cpic: inputFile(pypgxTable("cpic"))
};

export function readPypgx(build: "GRCh37" | "GRCh38"): Promise<PgxDefinitions> {
  return readDefinitions(pypgxFiles, build);
}
