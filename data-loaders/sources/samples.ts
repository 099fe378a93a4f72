import {findColumn, readDelimited} from "./delimited.js";
import {InputError} from "./inputError.js";
import type {CohortManifest} from "./manifest.js";
import type {GenotypePeople} from "./people.js";
import type {FieldPath} from "./yamlDocument.js";

/** The rows of a sample file, put into the order of the genotype files. */
export interface Samples {
  label: string;
  total: number;
  /** 1-based line per person. */
  lines: Int32Array;
  /** Rows of people without genotypes. */
  unusedRows: number;
  has(column: string): boolean;
  /** Text per person of one of our names: `ancestry`, `traits[0]`, `consent.per_person`, … */
  values(column: string): string[];
  /** Parsed values per person; `parse` gives null for what it cannot read, which is an error at the first such row. */
  parse<T>(column: string, parse: (value: string) => T | null, expected: string): T[];
  peopleWhere(test: (person: number) => boolean): number[];
  /** Whether an id is in the genotypes or in the sample file. */
  knows(id: string): boolean;
}

/** What a manifest says about the columns of a sample file. */
export interface SampleColumns extends Pick<CohortManifest, "samples" | "traits" | "refuse"> {
  consent: Pick<CohortManifest["consent"], "perPerson">;
}

interface WantedColumn {
  /** Our name. */
  name: string;
  /** The file's. */
  column: string;
  field: FieldPath;
}

/**
 * Reads the columns that the manifest names for the people of the genotype files. Rows of other people are counted and
 * skipped. Errors: a column that is not there (at the manifest's line), an id that is empty or comes twice, and people of
 * the genotypes who have no row: a sample mismatch is never guessed around.
 */
export async function readSamples(manifest: SampleColumns, genotypes: GenotypePeople): Promise<Samples> {
  const {file, id: idColumn} = manifest.samples!;
  const person = indexIds(genotypes);
  const total = genotypes.ids.length;
  const wanted = wantedColumns(manifest);
  const texts = new Map(wanted.map(({name}) => [name, Array.from({length: total}, () => "")]));
  const lines = new Int32Array(total);
  const others = new Map<string, number>();
  const intern = new Map<string, string>();
  let idAt = 0;
  let sources: {at: number; into: string[]}[] = [];

  for await (const {line, values} of readDelimited(file, (columns) => {
    const names = [idColumn, ...wanted.map(({column}) => column)];
    const isHeader = names.some((name) => findColumn(columns, name) !== undefined);
    // What is no header is somebody's row: its values are not shown.
    if (!isHeader)
      throw new InputError(
        file.label,
        1,
        `has no column "${idColumn}" nor any other that the manifest names; is the header missing?`
      );
    const find = (column: string, field: FieldPath): number => {
      const index = findColumn(columns, column);
      if (index === undefined)
        throw manifest.refuse(field, `no column "${column}" in the sample file; it has ${listed(columns)}`);
      return index;
    };
    idAt = find(idColumn, ["samples", "id"]);
    sources = wanted.map(({name, column, field}) => ({at: find(column, field), into: texts.get(name)!}));
  })) {
    const id = values[idAt];
    if (id === "") throw new InputError(file.label, line, "has no sample id");
    const i = person.get(id);
    const earlier = i === undefined ? others.get(id) : lines[i];
    if (earlier) throw new InputError(file.label, line, `same sample id as line ${earlier}; expected one row a person`);
    if (i === undefined) {
      others.set(id, line);
      continue;
    }
    lines[i] = line;
    for (const {at, into} of sources) {
      const value = values[at];
      if (!intern.has(value)) intern.set(value, value);
      into[i] = intern.get(value)!;
    }
  }
  checkMatch(manifest, genotypes, lines);
  const valuesOf = (name: string): string[] => texts.get(name)!;
  return {
    label: file.label,
    total,
    lines,
    unusedRows: others.size,
    has: (name) => texts.has(name),
    values: valuesOf,
    parse(name, parse, expected) {
      const column = wanted.find((known) => known.name === name)!.column;
      return valuesOf(name).map((value) => {
        const parsed = parse(value);
        if (parsed === null) throw new InputError(file.label, firstLine(name, parse), `column ${column}: ${expected}`);
        return parsed;
      });
    },
    peopleWhere: (test) => [...lines.keys()].filter(test),
    knows: (id) => person.has(id) || others.has(id)
  };

  /** People are in the order of the genotypes, but a reader corrects the sample file from the top. */
  function firstLine(name: string, parse: (value: string) => unknown): number {
    return valuesOf(name).reduce(
      (line, value, i) => (parse(value) === null ? Math.min(line, lines[i]) : line),
      Infinity
    );
  }
}

function listed(columns: string[]): string {
  return columns.length > 20 ? `${columns.slice(0, 20).join(", ")}, …` : columns.join(", ");
}

function wantedColumns({samples, traits, consent}: SampleColumns): WantedColumn[] {
  const wanted: WantedColumn[] = Object.entries(samples!.columns).map(([name, column]) => ({
    name,
    column,
    field: ["samples", "columns", name]
  }));
  traits.forEach(({column}, i) => wanted.push({name: `traits[${i}]`, column, field: ["traits", i, "column"]}));
  if (consent.perPerson)
    wanted.push({name: "consent.per_person", column: consent.perPerson, field: ["consent", "per_person"]});
  return wanted;
}

function indexIds({ids, file, unit}: GenotypePeople): Map<string, number> {
  const index = new Map<string, number>();
  ids.forEach((id, i) => {
    const earlier = index.get(id);
    if (earlier !== undefined)
      throw new InputError(
        file.label,
        null,
        `${unit}s ${earlier + 1} and ${i + 1} have the same sample id; ids must differ`
      );
    index.set(id, i);
  });
  return index;
}

function checkMatch(manifest: SampleColumns, {file, unit, ids}: GenotypePeople, lines: Int32Array): void {
  const missing = [...ids.keys()].filter((i) => lines[i] === 0);
  if (missing.length === 0) return;
  const sampleFile = manifest.samples!.file.label;
  if (missing.length === ids.length)
    throw manifest.refuse(
      ["samples", "id"],
      `sample mismatch: no id of this column of ${sampleFile} is in ${file.label}; is it the column of sample ids?`
    );
  const shown = missing.slice(0, 3).map((i) => i + 1);
  const rows = `${unit}${shown.length > 1 ? "s" : ""} ${shown.join(", ")}${missing.length > 3 ? ", …" : ""}`;
  throw new InputError(
    sampleFile,
    null,
    `sample mismatch: ${missing.length} of ${ids.length} people of ${file.label} (${rows}) have no row here; ` +
      "add their rows, or take them out of the genotypes (plink2 --keep, bcftools view -S)"
  );
}
