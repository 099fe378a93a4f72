import {readFile} from "node:fs/promises";
import * as z from "zod";
import type {AlignedError} from "../../../src/model/structure.js";
import {InputError} from "../inputError.js";
import type {InputFile} from "../inputFiles.js";

/**
 * The predicted aligned error of a model of `residues` residues, from the JSON of AlphaFold DB: version 3 and later
 * (`predicted_aligned_error`), or the lists of versions 1 and 2 (`residue1`, `residue2`, `distance`).
 */
export async function readAlignedError(input: InputFile, residues: number): Promise<AlignedError> {
  const fail = (what: string): InputError => new InputError(input.label, null, what);
  const text = await readFile(input.file, "utf8").catch((error) => {
    throw fail(`cannot be read (${error.code})`);
  });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw fail("is not JSON; expected the predicted aligned error of AlphaFold DB");
  }
  const parsed = schema.safeParse(Array.isArray(json) && json.length === 1 ? json[0] : json);
  if (!parsed.success)
    throw fail("has no predicted_aligned_error with max_predicted_aligned_error; expected the file of AlphaFold DB");
  const most = parsed.data.max_predicted_aligned_error;
  const values =
    "distance" in parsed.data ? fromLists(parsed.data, residues, fail) : fromRows(parsed.data, residues, fail);
  // Later files hold whole numbers: 31.75 was rounded to 32.
  const outside = values.findIndex((value) => !(value >= 0 && value <= Math.round(most)));
  if (outside >= 0)
    throw fail(
      `the error of residues ${Math.floor(outside / residues) + 1} and ${(outside % residues) + 1} is not within 0–${most}`
    );
  return {residues, most, values: values.map((value) => Math.min(value, most))};
}

const most = z.number().gt(0);
const rows = z.object({predicted_aligned_error: z.array(z.array(z.number())), max_predicted_aligned_error: most});
const lists = z.object({
  residue1: z.array(z.int()),
  residue2: z.array(z.int()),
  distance: z.array(z.number()),
  max_predicted_aligned_error: most
});
const schema = z.union([rows, lists]);

function fromRows(
  {predicted_aligned_error: matrix}: z.infer<typeof rows>,
  residues: number,
  fail: (what: string) => InputError
): Float32Array {
  const wrong = matrix.length !== residues ? matrix : matrix.find((row) => row.length !== residues);
  if (wrong) throw fail(`is of ${wrong.length} residues, but the model has ${residues}; are they of one protein?`);
  return Float32Array.from(matrix.flat());
}

function fromLists(
  {residue1, residue2, distance}: z.infer<typeof lists>,
  residues: number,
  fail: (what: string) => InputError
): Float32Array {
  const size = residues * residues;
  if (residue1.length !== size || residue2.length !== size || distance.length !== size)
    throw fail(
      `has ${distance.length} pairs, but a model of ${residues} residues has ${size}; are they of one protein?`
    );
  const values = new Float32Array(size).fill(NaN);
  distance.forEach((value, i) => {
    const at = (residue1[i] - 1) * residues + residue2[i] - 1;
    if (residue1[i] < 1 || residue2[i] < 1 || residue1[i] > residues || residue2[i] > residues)
      throw fail(`pair ${i + 1} is outside the model's ${residues} residues`);
    values[at] = value;
  });
  return values;
}
