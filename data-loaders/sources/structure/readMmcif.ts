import type {ProteinModel} from "../../../src/model/structure.js";
import {InputError} from "../inputError.js";
import type {InputFile} from "../inputFiles.js";
import {readLines} from "../textFile.js";
import {aminoAcidLetter, isAminoAcidLetter} from "./aminoAcids.js";
import {collectResidues, show} from "./atoms.js";
import {cifTokens, type CifToken} from "./cifTokens.js";

/**
 * A predicted model from an mmCIF file, plain or gzip, under the same conditions as `readPdb`. The sequence comes from
 * entity_poly_seq or entity_poly, or from both where they agree; accession and numbering from ma_target_ref_db_details
 * or struct_ref and struct_ref_seq. Errors name file and line.
 *
 * PDBx/mmCIF dictionary 5 with ModelCIF 1.4 (Vallat et al. 2023, J Mol Biol 435:168021), as AlphaFold DB writes it.
 */
export async function readMmcif(input: InputFile): Promise<ProteinModel> {
  const fail = (line: number | null, what: string): InputError => new InputError(input.label, line, what);
  const residues = collectResidues(input);
  const rows = new Map<string, CifRow[]>();
  for await (const row of rowsOf(input, fail)) {
    if (row.category !== "atom_site") {
      rows.set(row.category, [...(rows.get(row.category) ?? []), row]);
      continue;
    }
    const need = (item: string): string => {
      const value = row.values.get(item);
      if (value === undefined) throw fail(row.line, `_atom_site has no item ${item}`);
      return value;
    };
    if (need("group_PDB") !== "ATOM")
      throw fail(row.line, "has a HETATM record; expected a predicted model of one protein chain alone");
    if ((row.values.get("pdbx_PDB_model_num") ?? "1") !== "1") throw fail(row.line, "has a second model; expected one");
    residues.add({
      line: row.line,
      name: need("label_atom_id"),
      alternative: known(row.values.get("label_alt_id")),
      residueName: need("label_comp_id"),
      chain: need("label_asym_id"),
      residueNumber: need("label_seq_id"),
      insertion: known(row.values.get("pdbx_PDB_ins_code")),
      x: need("Cartn_x"),
      y: need("Cartn_y"),
      z: need("Cartn_z"),
      plddt: need("B_iso_or_equiv")
    });
  }
  const only = (category: string): CifRow | undefined => rows.get(category)?.[0];
  const method = only("exptl");
  if (method && !/THEORETICAL|^[.?]?$/i.test(method.values.get("method") ?? ""))
    throw fail(
      method.line,
      "is an experimental structure, whose B factors are no confidence; expected a predicted model"
    );
  return residues.finish({firstNumber: 1, ...sequenceOf(rows, fail), ...referenceOf(rows, fail)});
}

interface CifRow {
  line: number;
  category: string;
  /** By the name of the item, without the category. */
  values: Map<string, string>;
}

type Fail = (line: number | null, what: string) => InputError;

/** Categories that are read; the others, such as citations, are passed over. */
const wanted = new Set([
  "atom_site",
  "entity_poly",
  "entity_poly_seq",
  "exptl",
  "ma_target_ref_db_details",
  "struct_ref",
  "struct_ref_seq"
]);

/** Rows of the wanted categories of the first data block; one outside a loop is one row. */
async function* rowsOf(input: InputFile, fail: Fail): AsyncGenerator<CifRow> {
  const tokens = cifTokens(readLines(input), fail);
  let blocks = 0;
  let single: CifRow | null = null;
  let next = await tokens.next();
  const advance = async (): Promise<CifToken> => {
    const token = next.value as CifToken;
    next = await tokens.next();
    return token;
  };
  while (!next.done) {
    const token = await advance();
    if (token.quoted) throw fail(token.line, "has a value without a name before it");
    if (/^data_/i.test(token.text)) {
      if (++blocks > 1) throw fail(token.line, "has a second data block; expected one model");
      continue;
    }
    if (blocks === 0) throw fail(token.line, "does not begin with a data block (data_…); expected mmCIF");
    if (/^loop_$/i.test(token.text)) {
      if (single) yield single;
      single = null;
      const names: CifToken[] = [];
      while (!next.done && isName(next.value)) names.push(await advance());
      if (names.length === 0) throw fail(token.line, "has a loop without items");
      const items = names.map((name) => itemOf(name, fail));
      const isWanted = wanted.has(items[0].category);
      while (!next.done && isValue(next.value)) {
        const line = (next.value as CifToken).line;
        const values = isWanted ? new Map<string, string>() : null;
        for (const {item} of items) {
          if (next.done || !isValue(next.value))
            throw fail(line, `a row of _${items[0].category} ends before its ${items.length} values`);
          const {text} = await advance();
          values?.set(item, text);
        }
        if (values) yield {line, category: items[0].category, values};
      }
    } else if (isName(token)) {
      const {category, item} = itemOf(token, fail);
      if (next.done || !isValue(next.value)) throw fail(token.line, `${show(token.text)} has no value`);
      const value = (await advance()).text;
      if (single && single.category !== category) {
        yield single;
        single = null;
      }
      if (wanted.has(category)) {
        single ??= {line: token.line, category, values: new Map()};
        single.values.set(item, value);
      }
    } else throw fail(token.line, `has a value without a name before it: ${show(token.text)}`);
  }
  if (single) yield single;
  if (blocks === 0) throw fail(null, "has no data block (data_…); expected mmCIF");
}

function isName(token: CifToken): boolean {
  return !token.quoted && token.text.startsWith("_");
}

function isValue(token: CifToken): boolean {
  return token.quoted || !/^(_|loop_$|data_|save_|stop_$|global_$)/i.test(token.text);
}

function itemOf({line, text}: CifToken, fail: Fail): {category: string; item: string} {
  const dot = text.indexOf(".");
  if (dot < 2) throw fail(line, `${show(text)} is no name of mmCIF: expected _category.item`);
  return {category: text.slice(1, dot), item: text.slice(dot + 1)};
}

function sequenceOf(
  rows: Map<string, CifRow[]>,
  fail: Fail
): {sequence: string; sequenceLine: number; sequenceName: string} {
  const listed = rows.get("entity_poly_seq") ?? [];
  const polymers = rows.get("entity_poly") ?? [];
  const entities = new Set([...listed, ...polymers].map(({values}) => values.get("entity_id")));
  if (entities.size > 1) throw fail((polymers[1] ?? listed[0]).line, "has a second polymer; expected one protein");
  const residues = listed.map(({line, values}, i) => {
    const letter = aminoAcidLetter(values.get("mon_id") ?? "");
    if (letter === null) throw fail(line, `${show(values.get("mon_id") ?? "")} is no amino acid that is known here`);
    if (Number(values.get("num")) !== i + 1) throw fail(line, `entity_poly_seq: expected residue ${i + 1} here`);
    return letter;
  });
  const [polymer] = polymers;
  const {values} = polymer ?? {values: new Map<string, string>()};
  const written = (known(values.get("pdbx_seq_one_letter_code_can")) || known(values.get("pdbx_seq_one_letter_code")))
    .replace(/\s/g, "")
    .toUpperCase();
  if (written !== "" && ![...written].every(isAminoAcidLetter))
    throw fail(polymer.line, "entity_poly: the sequence has letters that are no amino acids");
  if (residues.length > 0 && written !== "" && residues.join("") !== written)
    throw fail(listed[0].line, "entity_poly_seq and entity_poly give different sequences; get the file again");
  if (residues.length > 0)
    return {sequence: residues.join(""), sequenceLine: listed[0].line, sequenceName: "entity_poly_seq"};
  if (written === "")
    throw fail(null, "has neither entity_poly_seq nor entity_poly, so nothing says whether residues are missing");
  return {sequence: written, sequenceLine: polymer.line, sequenceName: "entity_poly"};
}

function referenceOf(rows: Map<string, CifRow[]>, fail: Fail): {accession: string | null; offset: number} {
  const ofModel = (rows.get("ma_target_ref_db_details") ?? []).filter(({values}) => values.get("db_name") === "UNP");
  const ofEntry = (rows.get("struct_ref") ?? []).filter(({values}) => values.get("db_name") === "UNP");
  const [reference, second] = ofModel.length > 0 ? ofModel : ofEntry;
  if (second) throw fail(second.line, "refers to UniProt a second time; expected one protein");
  if (!reference) return {accession: null, offset: 0};
  const accession = known(
    reference.values.get("db_accession") ?? reference.values.get("pdbx_db_accession") ?? reference.values.get("db_code")
  );
  const aligned = ofModel.length > 0 ? reference : (rows.get("struct_ref_seq") ?? [])[0];
  const numberOf = (...items: string[]): number | null => {
    const text = known(items.map((item) => aligned?.values.get(item)).find((value) => value !== undefined));
    if (text === "") return null;
    if (!/^\d+$/.test(text)) throw fail(aligned!.line, `${items[0]}: expected a whole number`);
    return Number(text);
  };
  const inReference = numberOf("seq_db_align_begin", "db_align_beg");
  const inFile = numberOf("seq_align_beg") ?? 1;
  return {accession: accession || null, offset: inReference === null ? 0 : inReference - inFile};
}

/** `.` (does not apply) and `?` (unknown) are no values. */
function known(value: string | undefined): string {
  return value === undefined || value === "." || value === "?" ? "" : value;
}
