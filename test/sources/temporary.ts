import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {dirname, join} from "node:path";
import {afterAll} from "vitest";
import {InputError} from "../../data-loaders/sources/inputError.js";
import {inputFile, type InputFile} from "../../data-loaders/sources/inputFiles.js";

/** A folder that is removed after the tests of a file. */
export function temporaryFolder(): {path: string; write(name: string, content: string | Uint8Array): InputFile} {
  const path = mkdtempSync(join(tmpdir(), "covenant-sources-"));
  afterAll(() => rmSync(path, {recursive: true, force: true}));
  return {
    path,
    write(name, content) {
      const file = join(path, name);
      mkdirSync(dirname(file), {recursive: true});
      writeFileSync(file, content);
      // Messages are compared: a short label stands for the file.
      return {...inputFile(file), label: name};
    }
  };
}

/** The message of the InputError that is thrown, on one line; anything else fails the test. */
export async function inputErrorOf(run: () => unknown): Promise<string> {
  try {
    await run();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    if (error.message.includes("\n")) throw new Error(`more than one line: ${error.message}`);
    return error.message;
  }
  throw new Error("expected an InputError, nothing was thrown");
}

export async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}
