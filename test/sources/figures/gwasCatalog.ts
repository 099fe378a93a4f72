import {findColumn, readDelimited} from "../../../data-loaders/sources/delimited.js";
import {inputFile} from "../../../data-loaders/sources/inputFiles.js";

const folder = new URL("../../../../shared/data/gwas-diversity/", import.meta.url).pathname;

/** Participants of one ancestry term in one stage of a study; how it is told in the catalogue's ancestry file. */
export interface AncestryRecord {
  study: string;
  pubmedId: string;
  firstAuthor: string;
  year: string;
  stage: string;
  /** 0 where none is reported. */
  participants: number;
  isReported: boolean;
  /** One category or several: `European`, `European, NR`. */
  term: string;
  country: string;
}

/** The ancestry file. Its header has typing errors of its own: ACCCESSION, INDIVDUALS. */
export async function readAncestryRecords(): Promise<AncestryRecord[]> {
  const rows = await readRows("Cat_Anc.tsv.gz");
  return rows.map((row) => ({
    study: row("STUDY ACCCESSION"),
    pubmedId: row("PUBMEDID"),
    firstAuthor: row("FIRST AUTHOR"),
    year: row("DATE").slice(0, 4),
    stage: row("STAGE"),
    participants: Number(row("NUMBER OF INDIVDUALS")),
    isReported: row("NUMBER OF INDIVDUALS") !== "",
    term: row("BROAD ANCESTRAL CATEGORY"),
    country: row("COUNTRY OF RECRUITMENT")
  }));
}

export interface CatalogStudy {
  study: string;
  pubmedId: string;
  firstAuthor: string;
  date: string;
  journal: string;
  trait: string;
  mappedTrait: string;
  associations: number;
}

export async function readCatalogStudies(): Promise<CatalogStudy[]> {
  const rows = await readRows("Cat_Stud.tsv.gz");
  return rows.map((row) => ({
    study: row("STUDY ACCESSION"),
    pubmedId: row("PUBMEDID"),
    firstAuthor: row("FIRST AUTHOR"),
    date: row("DATE"),
    journal: row("JOURNAL"),
    trait: row("DISEASE/TRAIT"),
    mappedTrait: row("MAPPED_TRAIT"),
    associations: Number(row("ASSOCIATION COUNT"))
  }));
}

/** The category of a trait. Of several, the one that stands last in the file, as in the table that ships. */
export async function readTraitCategories(): Promise<Map<string, string>> {
  const rows = await readRows("Cat_Map.tsv.gz");
  return new Map(rows.map((row) => [row("Disease trait"), row("Parent term")]));
}

/** Continents and people by country; some numbers have thousands separators. */
export async function readCountryLookup(): Promise<{country: string; continent: string; population: number}[]> {
  const rows = await readRows("Country_Lookup.csv");
  return rows.map((row) => ({
    country: row("Country"),
    continent: row("Continent"),
    population: Number(row("2017population").replaceAll(",", ""))
  }));
}

async function readRows(name: string): Promise<((column: string) => string)[]> {
  let columns: string[] = [];
  const rows: ((column: string) => string)[] = [];
  for await (const {values} of readDelimited(inputFile(`${folder}${name}`), (names) => (columns = names)))
    rows.push((column) => {
      const at = findColumn(columns, column);
      if (at === undefined) throw new Error(`${name} has no column ${column}`);
      return values[at];
    });
  return rows;
}
