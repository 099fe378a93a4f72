import {constants} from "node:fs";
import {access, stat} from "node:fs/promises";
import {dirname, relative, resolve} from "node:path";
import {glob, isDynamicPattern} from "tinyglobby";

/** A file that is read: where it is, and what messages call it. */
export interface InputFile {
  /** Absolute. */
  file: string;
  /** Relative to the working folder. */
  label: string;
}

export function inputFile(path: string): InputFile {
  const file = resolve(path);
  return {file, label: relative(process.cwd(), file) || file};
}

/** The file that a manifest names, relative to the manifest. Throws an Error that says what is wrong with the path. */
export async function resolveFile(manifest: string, path: string): Promise<InputFile> {
  const found = inputFile(resolve(dirname(manifest), path));
  await mustBeReadable(found);
  return found;
}

/** The files that a path or glob of a manifest names, chr2 before chr10. Throws an Error when there is none. */
export async function resolveFiles(manifest: string, pattern: string): Promise<InputFile[]> {
  const folder = dirname(resolve(manifest));
  if (!isDynamicPattern(pattern) || (await isFile(resolve(folder, pattern))))
    return [await resolveFile(manifest, pattern)];
  const paths = await glob(pattern, {cwd: folder, absolute: true, onlyFiles: true, expandDirectories: false});
  if (paths.length === 0) throw new Error(`no file matches ${pattern}; paths are relative to the manifest`);
  const files = paths.map(inputFile).sort((a, b) => a.label.localeCompare(b.label, "en", {numeric: true}));
  for (const file of files) await mustBeReadable(file);
  return files;
}

async function mustBeReadable({file, label}: InputFile): Promise<void> {
  const status = await stat(file).catch(() => null);
  if (!status) throw new Error(`${label} does not exist; paths are relative to the manifest`);
  if (!status.isFile()) throw new Error(`${label} is not a file`);
  await access(file, constants.R_OK).catch(() => {
    throw new Error(`${label} may not be read; check its permissions`);
  });
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (status) => status.isFile(),
    () => false
  );
}
