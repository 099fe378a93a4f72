import {isUtf8} from "node:buffer";
import {open} from "node:fs/promises";
import type {VcfShard} from "../cohort.js";
import {InputError} from "../inputError.js";
import {detectCompression} from "./compression.js";
import {readText, type TextRange} from "./readText.js";

export interface VcfHeader {
  compression: VcfShard["compression"];
  /** Bytes of the file. */
  size: number;
  samples: string[];
  /** An offset in the file behind which there is no header line. */
  end: number;
}

const columns = ["#CHROM", "POS", "ID", "REF", "ALT", "QUAL", "FILTER", "INFO", "FORMAT"];
const versions = /^##fileformat=VCFv4\.[1-4]$/;
const newline = 10;

/** Longer headers are taken for damaged files, bytes. 1.6 million sample names of 40 bytes fit. */
const longestHeader = 64 * 2 ** 20;

/** Reads the header of a VCF 4.1–4.4 file. Throws an InputError when it is none, or has no or ambiguous samples. */
export async function readVcfHeader(file: string, label: string): Promise<VcfHeader> {
  const {compression, size} = await inspect(file, label);
  if (size === 0) throw new InputError(label, null, "empty file, expected VCF with genotypes");
  const {lines, end} = await readHeaderLines({file, label, compression, start: 0, end: size});
  return {compression, size, samples: parseSamples(lines, label), end};
}

async function inspect(file: string, label: string): Promise<Pick<VcfHeader, "compression" | "size">> {
  const handle = await open(file).catch((error: NodeJS.ErrnoException) => {
    throw new InputError(label, null, error.code === "ENOENT" ? "no such file" : `cannot be opened (${error.code})`);
  });
  try {
    const stat = await handle.stat();
    if (!stat.isFile()) throw new InputError(label, null, "not a file");
    return {compression: await detectCompression(handle), size: stat.size};
  } finally {
    await handle.close();
  }
}

/** All lines up to `#CHROM`. */
async function readHeaderLines(range: TextRange): Promise<{lines: string[]; end: number}> {
  const {label} = range;
  const lines: string[] = [];
  let pending: Uint8Array[] = [];
  let read = 0;
  for await (const {bytes, next} of readText(range)) {
    if (read === 0 && bytes[0] !== 35) requireVersion(undefined, label);
    read += bytes.length;
    let from = 0;
    for (let at = bytes.indexOf(newline); at >= 0; at = bytes.indexOf(newline, from)) {
      const line = toLine([...pending, bytes.subarray(from, at)], label, lines.length + 1);
      pending = [];
      from = at + 1;
      if (lines.length === 0) requireVersion(line, label);
      if (!line.startsWith("##") && !line.startsWith("#CHROM")) {
        throw new InputError(
          label,
          lines.length + 1,
          "a row before the #CHROM line; copy the header from the original file"
        );
      }
      lines.push(line);
      if (line.startsWith("#CHROM")) return {lines, end: next};
    }
    pending.push(bytes.slice(from));
    if (read > longestHeader)
      throw new InputError(label, lines.length + 1, "the header does not end: no #CHROM line in 64 MiB");
  }
  if (read === 0) throw new InputError(label, null, "empty file, expected VCF with genotypes");
  const last = toLine(pending, label, lines.length + 1);
  if (lines.length === 0) requireVersion(last, label);
  if (!last.startsWith("#CHROM")) {
    throw new InputError(label, lines.length + (last ? 1 : 0), "the file ends before its #CHROM line; copy it again");
  }
  return {lines: [...lines, last], end: range.end};
}

function toLine(pieces: Uint8Array[], label: string, line: number): string {
  const bytes = Buffer.concat(pieces);
  if (!isUtf8(bytes)) throw new InputError(label, line, "bytes that are not UTF-8; convert the file to UTF-8");
  return bytes.toString().replace(/\r$/, "");
}

function requireVersion(line: string | undefined, label: string): void {
  if (line === undefined || !line.startsWith("##fileformat=")) {
    throw new InputError(
      label,
      1,
      "not VCF: the first line is not ##fileformat=VCFv4.x; convert BCF with bcftools view -Oz"
    );
  }
  if (!versions.test(line.trimEnd())) {
    throw new InputError(
      label,
      1,
      "unknown ##fileformat, expected VCFv4.1 to VCFv4.4; convert with bcftools view, which writes VCFv4.2"
    );
  }
}

function parseSamples(lines: string[], label: string): string[] {
  const fields = lines[lines.length - 1].split("\t");
  const fail = (what: string): never => {
    throw new InputError(label, lines.length, what);
  };
  const wrong = columns.findIndex((name, i) => i < columns.length - 1 && fields[i] !== name);
  if (wrong >= 0) fail(`column ${wrong + 1} is not ${columns[wrong]}, expected columns separated by tabs`);
  if (fields.length <= columns.length)
    fail("no samples, expected FORMAT and one column per sample: sites alone cannot be counted");
  if (fields[columns.length - 1] !== "FORMAT")
    fail(`column ${columns.length} is not FORMAT, which comes before the samples`);
  const samples = fields.slice(columns.length);
  const seen = new Map<string, number>();
  samples.forEach((sample, i) => {
    const column = i + columns.length + 1;
    if (sample === "") fail(`column ${column}: the sample has no name; name it or remove the extra tab`);
    const earlier = seen.get(sample);
    if (earlier !== undefined) fail(`column ${column}: the same sample name as column ${earlier}, expected each once`);
    seen.set(sample, column);
  });
  return samples;
}
