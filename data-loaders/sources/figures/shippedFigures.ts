import {fileURLToPath} from "node:url";
import * as z from "zod";
import type {
  CountryRow,
  EquityDocument,
  EquityRow,
  FigureSource,
  ParticipationRow,
  PortabilityFigure
} from "../../../src/model/equity.js";
import {findColumn, readDelimited} from "../delimited.js";
import {InputError} from "../inputError.js";
import {inputFile} from "../inputFiles.js";
import {readYaml} from "../yamlDocument.js";

/** Figures of others that ship with Covenant, as small tables beside this file; whose they are is in `figures.yaml`. */
export interface ShippedFigures {
  sources: FigureSource[];
  participation: ParticipationRow[];
  /** By name; the last one may stand for records that do not report a country, with `iso`, continent and population null. */
  countries: CountryRow[];
  continents: EquityDocument["continents"];
  awareness: EquityRow[];
  portability: PortabilityFigure[];
}

/** Reads and checks all of them. Errors are `InputError`s with file and line. */
export async function readShippedFigures(): Promise<ShippedFigures> {
  const sources = await readSources();
  const awareness = sources.find(({id}) => id === "awareness")!;
  return {
    sources,
    participation: await readParticipation(),
    countries: await readCountries(),
    continents: await readTable("continents", (row) => ({
      continent: row.text("continent"),
      population: row.count("population")
    })),
    awareness: await readAwareness(awareness),
    portability: await readTable("portability", (row) => ({
      source: row.text("source"),
      group: row.text("group"),
      measure: row.text("measure"),
      value: row.number("value"),
      note: row.find("note") ?? ""
    }))
  };
}

const sourceIds = ["participation", "countries", "continents", "awareness", "portability"] as const;
const text = z.string().trim().min(1);
const sourcesSchema = z
  .array(
    z.strictObject({
      id: z.enum(sourceIds),
      title: text,
      citation: text,
      url: z.url().nullable(),
      date: text,
      caveat: text
    })
  )
  .refine((entries) => sourceIds.every((id) => entries.filter((entry) => entry.id === id).length === 1), {
    error: `expected one entry for each of ${sourceIds.join(", ")}`
  });

async function readSources(): Promise<FigureSource[]> {
  const {file, label} = figureFile("figures.yaml");
  const yaml = await readYaml(file, label);
  const parsed = sourcesSchema.safeParse(yaml.value);
  if (parsed.success) return parsed.data;
  const [{path, message}] = parsed.error.issues;
  throw new InputError(label, yaml.lineOf(path as (string | number)[]), `${path.join(".")}: ${message}`);
}

const stages = ["initial", "replication"] as const;

async function readParticipation(): Promise<ParticipationRow[]> {
  return readTable("participation", (row) => ({
    year: row.count("year"),
    stage: row.oneOf("stage", stages),
    traitCategory: row.text("trait_category"),
    ancestry: row.text("ancestry"),
    participants: row.count("participants"),
    studies: row.count("studies")
  }));
}

async function readCountries(): Promise<CountryRow[]> {
  const countries: CountryRow[] = await readTable("countries", (row) => ({
    country: row.text("country"),
    iso: row.find("iso"),
    continent: row.text("continent"),
    population: row.count("population"),
    participants: []
  }));
  const byName = new Map(countries.map((country) => [country.country, country]));
  await readTable("countryParticipation", (row) => {
    const name = row.text("country_of_recruitment");
    if (name === unreported && !byName.has(name)) {
      const nowhere = {country: name, iso: null, continent: null, population: null, participants: []};
      byName.set(name, nowhere);
      countries.push(nowhere);
    }
    const country = byName.get(name);
    if (!country) throw row.refuse("country_of_recruitment", "a country of countries.csv");
    const {ancestry, participants, studies} = {
      ancestry: row.text("ancestry"),
      participants: row.count("participants"),
      studies: row.count("studies")
    };
    country.participants.push({ancestry, participants, studies});
  });
  return countries;
}

/** How the GWAS Catalog writes that a record does not report a country. */
const unreported = "NR";

const questions: Record<string, string> = {
  aware: "Aware of genetic testing (%)",
  offered: "Offered a genetic test (%)",
  received: "Received a genetic test (%)"
};

/** The survey writes years of school; other subgroups say themselves what they are. */
const schooling: Record<string, string> = {
  "<12": "Less than 12 years of school",
  "12": "12 years of school",
  ">12": "More than 12 years of school"
};

/**
 * Values by education and income in order, 1 = least; overall values are indicators with the dimension `overall` and one
 * subgroup. `population` is the weighted percentage of the people whom the survey stands for, and not the number of those
 * asked: the values are weighted in the same way, so that their mean by `population` is the overall value.
 */
async function readAwareness({citation, date}: FigureSource): Promise<EquityRow[]> {
  const rows = await readTable("awareness", (row) => {
    const dimension = row.text("dimension");
    const subgroup = row.text("subgroup");
    const isOverall = dimension === "overall";
    if (isOverall && !(subgroup in questions))
      throw row.refuse("subgroup", `one of ${Object.keys(questions).join(", ")}`);
    return {
      setting: "Hispanic and Latino adults, United States (HCHS/SOL)",
      date,
      source: citation,
      indicator: isOverall ? questions[subgroup] : questions.aware,
      dimension,
      subgroup: isOverall ? "everybody" : (schooling[subgroup] ?? subgroup),
      subgroup_order: isOverall ? null : row.count("subgroup_order"),
      estimate: row.number("aware_percent"),
      se: row.find("se") === null ? null : row.number("se"),
      ci_lb: row.number("ci_low"),
      ci_ub: row.number("ci_high"),
      population: row.number("population_percent"),
      setting_average: null,
      favourable_indicator: true,
      ordered_dimension: !isOverall,
      indicator_scale: 100,
      reference_subgroup: false,
      synthetic: false
    };
  });
  const overall = new Map(
    rows.filter(({dimension}) => dimension === "overall").map((row) => [row.indicator, row.estimate])
  );
  return rows.map((row) => ({...row, setting_average: overall.get(row.indicator) ?? null}));
}

interface FigureRow {
  text(column: string): string;
  /** Null = empty. */
  find(column: string): string | null;
  number(column: string): number;
  /** A whole number, 0 or more. */
  count(column: string): number;
  oneOf<T extends string>(column: string, values: readonly T[]): T;
  refuse(column: string, expected: string): InputError;
}

async function readTable<T>(name: string, parse: (row: FigureRow) => T): Promise<T[]> {
  const input = figureFile(`${name}.csv`);
  let columns: string[] = [];
  const parsed: T[] = [];
  for await (const {line, values} of readDelimited(input, (names) => (columns = names))) {
    const find = (column: string): string | null => {
      const at = findColumn(columns, column);
      if (at === undefined) throw new InputError(input.label, 1, `has no column ${column}`);
      return values[at] || null;
    };
    const refuse = (column: string, expected: string): InputError =>
      new InputError(input.label, line, `${column}: expected ${expected}, found ${JSON.stringify(find(column) ?? "")}`);
    const row: FigureRow = {
      find,
      refuse,
      text(column) {
        const value = find(column);
        if (value === null) throw refuse(column, "text");
        return value;
      },
      number(column) {
        const value = find(column);
        if (value === null || !Number.isFinite(Number(value))) throw refuse(column, "a number");
        return Number(value);
      },
      count(column) {
        const value = find(column);
        if (value === null || !/^\d+$/.test(value)) throw refuse(column, "a whole number");
        return Number(value);
      },
      oneOf(column, allowed) {
        const value = allowed.find((one) => one === find(column));
        if (value === undefined) throw refuse(column, allowed.join(" or "));
        return value;
      }
    };
    parsed.push(parse(row));
  }
  return parsed;
}

function figureFile(name: string): ReturnType<typeof inputFile> {
  return inputFile(fileURLToPath(new URL(name, import.meta.url)));
}
