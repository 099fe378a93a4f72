import {mkdirSync, readFileSync, writeFileSync} from "node:fs";
import {dirname} from "node:path";

/** A PLINK fileset as a test works on it: copies of A1 (NaN = missing), one array of people per variant. */
export interface BedFiles {
  ids: string[];
  /** Fields of the .bim. */
  variants: string[][];
  copies: number[][];
}

export function readBedFiles(prefix: string): BedFiles {
  const fields = (extension: string): string[][] =>
    readFileSync(`${prefix}.${extension}`, "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => line.split(/\s+/));
  const ids = fields("fam").map(([, id]) => id);
  const variants = fields("bim");
  const bytes = readFileSync(`${prefix}.bed`).subarray(3);
  const stride = Math.ceil(ids.length / 4);
  const of = [2, NaN, 1, 0];
  const copies = variants.map((_, v) => ids.map((_, i) => of[(bytes[v * stride + (i >> 2)] >> (2 * (i & 3))) & 3]));
  return {ids, variants, copies};
}

/** Writes PREFIX.bed, .bim and .fam; nobody's sex is known. */
export function writeBedFiles(prefix: string, {ids, variants, copies}: BedFiles): void {
  mkdirSync(dirname(prefix), {recursive: true});
  const stride = Math.ceil(ids.length / 4);
  const bytes = new Uint8Array(3 + variants.length * stride);
  bytes.set([0x6c, 0x1b, 0x01]);
  copies.forEach((row, v) =>
    row.forEach((copy, i) => {
      const code = Number.isNaN(copy) ? 1 : [3, 2, 0][copy];
      bytes[3 + v * stride + (i >> 2)] |= code << (2 * (i & 3));
    })
  );
  writeFileSync(`${prefix}.bed`, bytes);
  writeFileSync(`${prefix}.bim`, variants.map((fields) => `${fields.join("\t")}\n`).join(""));
  writeFileSync(`${prefix}.fam`, ids.map((id) => `${id} ${id} 0 0 0 -9\n`).join(""));
}

/** The same variants in some of the people. */
export function takePeople({ids, variants, copies}: BedFiles, people: readonly number[]): BedFiles {
  return {ids: people.map((i) => ids[i]), variants, copies: copies.map((row) => people.map((i) => row[i]))};
}
