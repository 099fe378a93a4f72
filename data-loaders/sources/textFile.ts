import {isUtf8} from "node:buffer";
import {createReadStream} from "node:fs";
import {open} from "node:fs/promises";
import {createGunzip} from "node:zlib";
import {InputError} from "./inputError.js";
import type {InputFile} from "./inputFiles.js";

/** No line of a table of people or genes is this long; a longer one is a file of another kind. */
export const maxLineBytes = 1 << 20;

export interface Line {
  /** 1-based. */
  number: number;
  text: string;
}

/** Lines of a UTF-8 text file, plain or gzip, without line ends (LF or CRLF) and byte order mark. Errors as `readText`. */
export async function* readLines(input: InputFile): AsyncGenerator<Line> {
  let number = 0;
  for await (const block of readText(input)) {
    const lines = block.split("\n");
    if (block.endsWith("\n")) lines.pop();
    for (const text of lines) yield {number: ++number, text: text.endsWith("\r") ? text.slice(0, -1) : text};
  }
}

/**
 * The text of a UTF-8 file, plain or gzip (told by its first bytes), in pieces of whole lines, without byte order mark.
 *
 * Errors: `InputError` for a file that cannot be read, is empty, is not UTF-8 text, has a line of more than 1 MB or lines
 * that end in CR alone, or whose gzip is truncated or damaged.
 */
export async function* readText(input: InputFile): AsyncGenerator<string> {
  let line = 1;
  let begun = false;
  let rest: Buffer = Buffer.alloc(0);
  const fail = (at: number | null, what: string): InputError => new InputError(input.label, at, what);

  const decode = (bytes: Buffer): string => {
    if (!isUtf8(bytes)) throw fail(line + linesBeforeBadUtf8(bytes), notUtf8(begun ? null : bytes));
    if (bytes.includes(0)) throw fail(line, "holds zero bytes: not a text file");
    const text = bytes.toString("utf8");
    const bare = text.search(/\r(?!\n|$)/);
    if (bare >= 0) throw fail(line + newlines(text, bare), "a line ends in CR alone; save the file with LF or CRLF");
    line += newlines(text, text.length);
    const first = !begun;
    begun = true;
    return first ? text.replace(/^\uFEFF/, "") : text;
  };

  try {
    for await (const chunk of await byteStream(input)) {
      const end = chunk.lastIndexOf(10) + 1;
      const firstEnd = end === 0 ? chunk.length : chunk.indexOf(10);
      if (rest.length + firstEnd > maxLineBytes) throw fail(line, "line of more than 1 MB; is this the right file?");
      if (end > 0)
        yield decode(rest.length === 0 ? chunk.subarray(0, end) : Buffer.concat([rest, chunk.subarray(0, end)]));
      rest = end === 0 ? Buffer.concat([rest, chunk]) : chunk.subarray(end);
    }
  } catch (error) {
    throw readingError(error, fail, line);
  }
  if (rest.length > 0) yield decode(rest);
  if (!begun) throw fail(null, "is empty");
}

async function byteStream({file}: InputFile): Promise<AsyncIterable<Buffer>> {
  const gzip = await isGzip(file);
  const source = createReadStream(file, {highWaterMark: 1 << 18});
  if (!gzip) return source;
  const gunzip = createGunzip({chunkSize: 1 << 18});
  source.on("error", (error) => gunzip.destroy(error));
  gunzip.on("close", () => source.destroy());
  return source.pipe(gunzip);
}

async function isGzip(file: string): Promise<boolean> {
  const handle = await open(file);
  try {
    const {buffer, bytesRead} = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await handle.close();
  }
}

function readingError(error: unknown, fail: (at: number | null, what: string) => InputError, line: number): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  if (error instanceof InputError || code === undefined) return error;
  if (code === "Z_BUF_ERROR") return fail(line, "the gzip ends too early (truncated); copy or compress the file again");
  if (code.startsWith("Z_")) return fail(line, `the gzip is damaged (${code}); copy or compress the file again`);
  if (code === "ENOENT") return fail(null, "does not exist");
  return code.startsWith("E") ? fail(null, `cannot be read (${code})`) : error;
}

function notUtf8(start: Buffer | null): string {
  const utf16 = start && ((start[0] === 0xff && start[1] === 0xfe) || (start[0] === 0xfe && start[1] === 0xff));
  return utf16 ? "is UTF-16; save it as UTF-8" : "is not UTF-8; save the file as UTF-8";
}

function linesBeforeBadUtf8(bytes: Buffer): number {
  let start = 0;
  for (let before = 0; ; before++) {
    const newline = bytes.indexOf(10, start);
    if (newline < 0 || !isUtf8(bytes.subarray(start, newline))) return before;
    start = newline + 1;
  }
}

function newlines(text: string, end: number): number {
  let count = 0;
  for (let at = text.indexOf("\n"); at >= 0 && at < end; at = text.indexOf("\n", at + 1)) count++;
  return count;
}
