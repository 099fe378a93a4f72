import {createHash, randomUUID} from "node:crypto";
import {mkdir, readFile, rename, rm, writeFile} from "node:fs/promises";
import {join} from "node:path";
import * as z from "zod";
import {InputError} from "../inputError.js";
import {inputFile, type InputFile} from "../inputFiles.js";
import type {ModelAddress} from "../manifest.js";
import {readAlignedError} from "./readAlignedError.js";
import {readModel} from "./readModel.js";

export interface FetchedModel {
  model: InputFile;
  /** Null: the database has none. */
  error: InputFile | null;
}

/** Of one file; the largest models have 2,700 residues. */
const mostBytes = 128e6;
/** Of one request, in milliseconds. */
const patience = 120_000;
const sums = "SHA256SUMS";

/**
 * The model of a protein in AlphaFold DB and its predicted aligned error, from the cache or, where they are not there, from
 * the database: `/api/prediction/ACCESSION` says how the newest files are called, and whatever it answers, only `base` is
 * asked for them. They are read as what they should be before they are kept, in a folder of their own that appears whole,
 * with their SHA-256, by which they are checked each time.
 *
 * Errors are `InputError`s: where nothing can be fetched or the answer is no model, with what to do instead; and of a cached
 * file that has changed.
 */
export async function fetchModel(accession: string, {base, version, cache}: ModelAddress): Promise<FetchedModel> {
  const folder = join(cache, version === null ? accession : `${accession}-v${version}`);
  return (await findCached(folder)) ?? (await fetchInto(folder, accession, {base, version}));
}

async function findCached(folder: string): Promise<FetchedModel | null> {
  const text = await readFile(join(folder, sums), "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw new InputError(inputFile(folder).label, null, `cannot be read (${error.code})`);
  });
  if (text === null) return null;
  const files: InputFile[] = [];
  for (const line of text.trimEnd().split("\n")) {
    const [sha256, name = ""] = line.split("  ");
    const file = inputFile(join(folder, name));
    const bytes = await readFile(file.file).catch(() => null);
    if (bytes === null || sha256Of(bytes) !== sha256)
      throw new InputError(
        file.label,
        null,
        `is not what was fetched: its SHA-256 differs; remove the folder ${inputFile(folder).label} to fetch it anew`
      );
    files.push(file);
  }
  return {model: files[0], error: files[1] ?? null};
}

async function fetchInto(
  folder: string,
  accession: string,
  {base, version}: Pick<ModelAddress, "base" | "version">
): Promise<FetchedModel> {
  const names = version === null ? await newestOf(accession, base) : namesOf(accession, version);
  const wanted = [names.model, ...(names.error === null ? [] : [names.error])];
  const begun = `${folder}.${randomUUID()}.part`;
  await mkdir(begun, {recursive: true});
  try {
    const lines: string[] = [];
    for (const name of wanted) {
      const bytes = await download(`${base}/files/${name}`, accession);
      await writeFile(join(begun, name), bytes);
      lines.push(`${sha256Of(bytes)}  ${name}\n`);
    }
    await mustBeModel(begun, wanted, accession, base);
    await writeFile(join(begun, sums), lines.join(""));
    await rename(begun, folder).catch(async (error) => {
      // Another release was faster.
      if (!(await findCached(folder))) throw error;
    });
  } finally {
    await rm(begun, {recursive: true, force: true});
  }
  return (await findCached(folder))!;
}

async function mustBeModel(
  folder: string,
  [model, error]: readonly string[],
  accession: string,
  base: string
): Promise<void> {
  const label = (name: string): InputFile => ({file: join(folder, name), label: `${base}/files/${name}`});
  try {
    const {accession: found, residues} = await readModel(label(model));
    if (found !== null && found !== accession) throw new InputError(label(model).label, null, `is of ${found}`);
    if (error !== undefined) await readAlignedError(label(error), residues.length);
  } catch (problem) {
    if (!(problem instanceof InputError)) throw problem;
    throw new InputError(problem.file, problem.line, `${problem.what}; ${remedy(accession)}`);
  }
}

interface FileNames {
  model: string;
  error: string | null;
}

function namesOf(accession: string, version: number): FileNames {
  const stem = `AF-${accession}-F1`;
  return {model: `${stem}-model_v${version}.cif`, error: `${stem}-predicted_aligned_error_v${version}.json`};
}

const prediction = z.array(
  z.object({uniprotAccession: z.string(), cifUrl: z.string(), paeDocUrl: z.string().nullish()})
);

async function newestOf(accession: string, base: string): Promise<FileNames> {
  const address = `${base}/api/prediction/${accession}`;
  const found = prediction.safeParse(parseJson(new TextDecoder().decode(await download(address, accession))));
  if (!found.success) throw refusal(address, "did not answer with a prediction", accession);
  const own = found.data.filter(({uniprotAccession}) => uniprotAccession === accession);
  if (own.length !== 1) throw refusal(address, `has ${own.length} models of ${accession} instead of one`, accession);
  const {cifUrl, paeDocUrl} = own[0];
  const names = {model: nameIn(cifUrl), error: paeDocUrl ? nameIn(paeDocUrl) : null};
  if (names.model === "" || names.error === "")
    throw refusal(address, "names a file by something that is no name", accession);
  return names;
}

/** The last part of an address, where it is a plain name; else nothing. */
function nameIn(url: string): string {
  return /\/([A-Za-z0-9][A-Za-z0-9._-]{0,127})$/.exec(url)?.[1] ?? "";
}

/** Redirections are not followed: they could lead to any host. */
async function download(address: string, accession: string): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  try {
    const answer = await fetch(address, {redirect: "error", signal: AbortSignal.timeout(patience)});
    if (!answer.ok) throw refusal(address, `answered ${answer.status}`, accession);
    for await (const part of answer.body ?? []) {
      parts.push(part);
      bytes += part.length;
      if (bytes > mostBytes) throw refusal(address, `has more than ${mostBytes / 1e6} MB`, accession);
    }
  } catch (error) {
    if (error instanceof InputError) throw error;
    const {name, cause} = error as Error & {cause?: {code?: string; message?: string}};
    const why = name === "TimeoutError" ? "no answer in time" : (cause?.code ?? cause?.message ?? name);
    throw refusal(address, `cannot be reached (${why})`, accession);
  }
  return Buffer.concat(parts);
}

function refusal(address: string, what: string, accession: string): InputError {
  return new InputError(address, null, `${what}; ${remedy(accession)}`);
}

function remedy(accession: string): string {
  return `download the model of ${accession} where the network allows, and name it as model instead of fetch`;
}

function sha256Of(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
