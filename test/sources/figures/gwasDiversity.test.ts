import {readFileSync} from "node:fs";
import {describe, expect} from "vitest";
import {readShippedFigures} from "../../../data-loaders/sources/figures/shippedFigures.js";
import {itWith} from "../../require.js";
import {
  readAncestryRecords,
  readCatalogStudies,
  readCountryLookup,
  readTraitCategories,
  type AncestryRecord
} from "./gwasCatalog.js";

/*
 * The GWAS Diversity Monitor (crahal/GWASDiversityMonitor, MIT) published figures of November 2019 in `summary.json`.
 * Not reproduced, since the associations themselves (Cat_Full.tsv) are not among the files: `average_pval` and
 * `threshold_pvals`. Not a figure: `timeupdated`.
 */
const needs = ["Cat_Anc.tsv.gz", "Cat_Stud.tsv.gz", "Cat_Map.tsv.gz", "Country_Lookup.csv", "summary.json"];
const itWithCatalog = itWith(...needs.map((file) => `gwas-diversity/${file}`));

type Broad =
  | "European"
  | "Asian"
  | "African"
  | "African American or Afro-Caribbean"
  | "Hispanic or Latin American"
  | "Other"
  | "Not recorded";

const broadOf: Record<string, Broad> = {
  European: "European",
  "East Asian": "Asian",
  "South Asian": "Asian",
  "South East Asian": "Asian",
  "Central Asian": "Asian",
  "Asian unspecified": "Asian",
  "African unspecified": "African",
  "Sub-Saharan African": "African",
  "African American or Afro-Caribbean": "African American or Afro-Caribbean",
  "Hispanic or Latin American": "Hispanic or Latin American",
  NR: "Not recorded"
};

const admixedOfSeven =
  "African American or Afro-Caribbean, Greater Middle Eastern (Middle Eastern, North African or Persian), Oceanian, Native American";

/**
 * What the monitor's list of terms (`data/support/dict_replacer_broad.tsv`) makes of terms that name several ancestries,
 * where it differs from the rule that almost all of the others follow: NR among them = not recorded, all of one broad
 * ancestry = that one, else other. A term that the list has twice counts twice. This is why the published European share
 * is 88.03 % where the rule gives 88.02 %.
 */
const exceptions: Record<string, Broad[]> = {
  "Sub-Saharan African, African American or Afro-Caribbean": ["African"],
  "African unspecified, African American or Afro-Caribbean": ["Not recorded"],
  "European, African American or Afro-Caribbean": ["Not recorded"],
  "African American or Afro-Caribbean, Hispanic or Latin American, NR": ["Other"],
  "European, African American or Afro-Caribbean, Hispanic or Latin American, NR": ["Other"],
  "European, South Asian, Asian unspecified, NR": ["Other"],
  "South Asian, Greater Middle Eastern (Middle Eastern, North African or Persian), NR": ["Other"],
  "East Asian, Other": ["Asian"],
  "East Asian, Asian unspecified, Other": ["Asian"],
  "Asian unspecified, Other": ["Asian"],
  "South Asian, Greater Middle Eastern (Middle Eastern, North African or Persian), Hispanic or Latin American": [
    "Other",
    "Other"
  ],
  "Asian unspecified, African American or Afro-Caribbean, Native American, Other admixed ancestry": [
    "Other",
    "Other",
    "Other",
    "Other"
  ],
  [`European, Asian unspecified, ${admixedOfSeven}, Other, Other admixed ancestry`]: ["Other", "Not recorded"],
  [`European, Asian unspecified, ${admixedOfSeven}, Other admixed ancestry`]: ["Other", "Not recorded"],
  [`Asian unspecified, European, ${admixedOfSeven}, Other admixed ancestry`]: ["Other", "Not recorded"],
  "European, African unspecified, South Asian, South East Asian, Central Asian, East Asian, African American or Afro-Caribbean, Greater Middle Eastern (Middle Eastern, North African or Persian), Native American, Other admixed ancestry":
    ["Other", "Other"]
};

function categoriesOf(term: string): string[] {
  return term.replace(/ \(.*?\)/g, "").split(", ");
}

function monitored(term: string): Broad[] {
  if (term in exceptions) return exceptions[term];
  const broad = new Set(categoriesOf(term).map((category) => broadOf[category] ?? "Other"));
  if (broad.has("Not recorded")) return ["Not recorded"];
  return broad.size === 1 ? [...broad] : ["Other"];
}

/** Shares of all that is recorded, in per cent with two decimals. */
function shares(
  records: readonly AncestryRecord[],
  weight: (record: AncestryRecord) => number
): Record<string, number> {
  const sums = new Map<Broad, number>();
  for (const record of records)
    for (const broad of monitored(record.term)) sums.set(broad, (sums.get(broad) ?? 0) + weight(record));
  sums.delete("Not recorded");
  const total = [...sums.values()].reduce((a, b) => a + b, 0);
  return Object.fromEntries([...sums].map(([broad, sum]) => [broad, Math.round((1e4 * sum) / total) / 100]));
}

/** The published figures of one kind, such as `discovery_studies`. */
function published(summary: Record<string, number>, kind: string): Record<string, number> {
  const of = (name: string): number => summary[`${kind}_${name}`];
  return {
    European: of("european"),
    Asian: of("asian"),
    African: of("african"),
    "African American or Afro-Caribbean": of("afamafcam"),
    "Hispanic or Latin American": of("hisorlatinam"),
    Other: of("othermixed")
  };
}

function readSummary(): Record<string, number & string> {
  const file = new URL("../../../../shared/data/gwas-diversity/summary.json", import.meta.url);
  return JSON.parse(readFileSync(file, "utf8"));
}

function distinct<T>(values: readonly T[]): number {
  return new Set(values).size;
}

describe("the figures that the GWAS Diversity Monitor published, from the catalogue's files", () => {
  itWithCatalog("shares of participants by ancestry: all, discovery and replication", async () => {
    const summary = readSummary();
    const records = (await readAncestryRecords()).filter(({isReported}) => isReported);
    const of = (stage: string): AncestryRecord[] => records.filter((record) => record.stage === stage);
    const people = ({participants}: AncestryRecord): number => participants;
    expect(records).toHaveLength(15090);
    expect(shares(records, people)).toEqual(published(summary, "total"));
    expect(shares(of("initial"), people)).toEqual(published(summary, "discovery_participants"));
    expect(shares(of("replication"), people)).toEqual(published(summary, "replication_participants"));
  });

  itWithCatalog("shares of records by ancestry: discovery and replication", async () => {
    const summary = readSummary();
    const records = (await readAncestryRecords()).filter(({isReported}) => isReported);
    const of = (stage: string): AncestryRecord[] => records.filter((record) => record.stage === stage);
    expect(shares(of("initial"), () => 1)).toEqual(published(summary, "discovery_studies"));
    // The Hispanic or Latin American share of replication studies is the one that was not published.
    const {"Hispanic or Latin American": _, ...replication} = published(summary, "replication_studies");
    expect(shares(of("replication"), () => 1)).toMatchObject(replication);
  });

  itWithCatalog("numbers of studies, traits, associations and journals, and the first and last study", async () => {
    const studies = await readCatalogStudies();
    const dates = studies.map(({date}) => date).sort();
    const at = (date: string): (typeof studies)[number] => studies.find((study) => study.date === date)!;
    const [first, last] = [at(dates[0]), at(dates.at(-1)!)];
    const associations = studies.reduce((sum, study) => sum + study.associations, 0);
    const journals = new Map<string, number>();
    for (const {journal} of studies) journals.set(journal, (journals.get(journal) ?? 0) + 1);
    expect({
      number_studies: distinct(studies.map(({pubmedId}) => pubmedId)),
      number_accessions: distinct(studies.map(({study}) => study)),
      number_diseasestraits: distinct(studies.map(({trait}) => trait)),
      number_mappedtrait: distinct(studies.map(({mappedTrait}) => mappedTrait)),
      found_associations: associations,
      average_associations: associations / studies.length,
      unique_journals: journals.size,
      mostcommon_journal: [...journals].sort((a, b) => b[1] - a[1])[0][0],
      first_study_date: first.date,
      first_study_firstauthor: first.firstAuthor,
      first_study_pubmedid: Number(first.pubmedId),
      last_study_date: last.date,
      last_study_firstauthor: last.firstAuthor,
      last_study_pubmedid: Number(last.pubmedId)
    }).toEqual(
      Object.fromEntries(
        Object.entries(readSummary()).filter(([name]) =>
          /^(number_|found_|average_ass|unique_j|mostcommon|first_|last_)/.test(name)
        )
      )
    );
  });

  itWithCatalog("the study with most participants, and the trait studied most among other than Europeans", async () => {
    const summary = readSummary();
    const records = (await readAncestryRecords()).filter(({isReported}) => isReported);
    const people = new Map<string, number>();
    for (const {study, participants, term} of records)
      people.set(study, (people.get(study) ?? 0) + participants * monitored(term).length);
    const [largest, participants] = [...people].sort((a, b) => b[1] - a[1])[0];
    const {firstAuthor, pubmedId} = records.find(({study}) => study === largest)!;
    expect([participants, firstAuthor, Number(pubmedId)]).toEqual([
      summary.large_accesion_N,
      summary.large_accesion_firstauthor,
      summary.large_accesion_pubmed
    ]);

    const traitOf = new Map((await readCatalogStudies()).map(({study, trait}) => [study, trait]));
    const traits = new Map<string, number>();
    for (const {study, term} of records)
      for (const broad of monitored(term))
        if (broad !== "European" && broad !== "Not recorded")
          traits.set(traitOf.get(study)!, (traits.get(traitOf.get(study)!) ?? 0) + 1);
    expect([...traits].sort((a, b) => b[1] - a[1])[0][0]).toBe(summary.noneuro_trait);
  });

  itWithCatalog("traits without a category: 33 in these files where 32 were published", async () => {
    const categories = await readTraitCategories();
    const traits = new Set((await readCatalogStudies()).map(({trait}) => trait));
    // How the monitor counted is not told in what it published.
    expect([...traits].filter((trait) => !categories.has(trait))).toHaveLength(33);
    expect(readSummary().unmapped_diseases).toBe(32);
  });
});

/** Ancestry as the table that ships tells it: a term of several categories is none of them. */
function shippedAncestry(term: string): string {
  const categories = categoriesOf(term);
  if (categories.includes("NR")) return "Not reported";
  return (categories.length === 1 && ancestryOf[categories[0]]) || "Other or mixed";
}

const ancestryOf: Record<string, string> = {
  European: "European",
  "East Asian": "East Asian",
  "South Asian": "South Asian",
  "South East Asian": "Other Asian",
  "Central Asian": "Other Asian",
  "Asian unspecified": "Other Asian",
  "African unspecified": "African",
  "Sub-Saharan African": "African",
  "African American or Afro-Caribbean": "African American or Afro-Caribbean",
  "Hispanic or Latin American": "Hispanic or Latin American",
  "Greater Middle Eastern": "Greater Middle Eastern"
};

/** Participants and studies by key; a study counts once for each key. */
function sumBy(
  records: readonly AncestryRecord[],
  keyOf: (record: AncestryRecord) => string
): Record<string, number[]> {
  const sums = new Map<string, {participants: number; studies: Set<string>}>();
  for (const record of records) {
    const key = keyOf(record);
    const sum = sums.get(key) ?? {participants: 0, studies: new Set()};
    sum.participants += record.participants;
    sum.studies.add(record.study);
    sums.set(key, sum);
  }
  return Object.fromEntries([...sums].map(([key, {participants, studies}]) => [key, [participants, studies.size]]));
}

describe("the figures that ship equal the sums of the catalogue's files", () => {
  itWithCatalog("participants and studies by year, stage, trait category and ancestry", async () => {
    const records = (await readAncestryRecords()).filter(({isReported}) => isReported);
    const traitOf = new Map((await readCatalogStudies()).map(({study, trait}) => [study, trait]));
    const categories = await readTraitCategories();
    const categoryOf = (study: string): string => categories.get(traitOf.get(study) ?? "") ?? "Not mapped";
    const {participation} = await readShippedFigures();
    expect(participation).toHaveLength(2101);
    expect(
      Object.fromEntries(
        participation.map(({year, stage, traitCategory, ancestry, participants, studies}) => [
          [year, stage, traitCategory, ancestry].join("|"),
          [participants, studies]
        ])
      )
    ).toEqual(
      sumBy(records, ({year, stage, study, term}) => [year, stage, categoryOf(study), shippedAncestry(term)].join("|"))
    );
    const ofEurope = participation.filter(({ancestry}) => ancestry === "European");
    const recorded = participation.filter(({ancestry}) => ancestry !== "Not reported");
    const people = (rows: typeof participation): number => rows.reduce((sum, row) => sum + row.participants, 0);
    expect(((100 * people(ofEurope)) / people(recorded)).toFixed(2)).toBe("88.02");
  });

  itWithCatalog("participants and studies by country and ancestry", async () => {
    const records = await readAncestryRecords();
    const single = records.filter(({isReported, country}) => isReported && !country.includes(","));
    const {countries} = await readShippedFigures();
    expect(
      Object.fromEntries(
        countries.flatMap(({country, participants: byAncestry}) =>
          byAncestry.map(({ancestry, participants, studies}) => [`${country}|${ancestry}`, [participants, studies]])
        )
      )
    ).toEqual(sumBy(single, ({country, term}) => `${country}|${shippedAncestry(term)}`));
  });

  itWithCatalog("people by country and by continent", async () => {
    const lookup = await readCountryLookup();
    const {countries, continents} = await readShippedFigures();
    const sums = new Map<string, number>();
    for (const {continent, population} of lookup) sums.set(continent, (sums.get(continent) ?? 0) + population);
    expect(new Map(continents.map(({continent, population}) => [continent, population]))).toEqual(sums);
    const key = ({continent, population}: {continent: string | null; population: number | null}): string =>
      `${continent} ${population}`;
    const known = countries.filter(({population}) => population !== null);
    expect(known.map(key).sort()).toEqual(lookup.map(key).sort());
    // Names that both write alike have the same numbers.
    for (const {country, ...rest} of lookup) {
      const same = known.find((other) => other.country === country);
      if (same) expect(key(same)).toBe(key(rest));
    }
  });
});
