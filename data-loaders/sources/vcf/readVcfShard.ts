import type {GenotypeBatch, VcfShard} from "../cohort.js";
import {InputError} from "../inputError.js";
import {BatchBuilder} from "./batchBuilder.js";
import {countLinesBefore} from "./countLinesBefore.js";
import {openGenotypeReader} from "./genotypeReader.js";
import {LineWindow} from "./lineWindow.js";
import {readText} from "./readText.js";
import {RowProblem} from "./rowProblem.js";
import {rowReader} from "./rowReader.js";

/** Bytes of text that are kept, so that they stay in the L2 cache. */
const windowBytes = 2 ** 20;

/** Longer lines are taken for a damaged file, bytes: 64 MiB and 256 for each person. */
const longestLine = (people: number): number => 64 * 2 ** 20 + 256 * people;

/**
 * Every alternate allele of the rows of one shard, in the order of the file; multiallelic rows are split as
 * `bcftools norm -m-any` splits them, not left-aligned. A row with ALT `.` is one variant that nobody carries.
 * A shard owns the lines that begin behind its first byte, up to one that begins right behind its last;
 * the first shard of a file also owns the very first line.
 * Throws an InputError with the number of the line for a row that cannot be read.
 */
export async function* readVcfShard(shard: VcfShard): AsyncGenerator<GenotypeBatch> {
  const genotypes = await openGenotypeReader(shard.people, shard.sex);
  const lines = new LineWindow(genotypes.memory, genotypes.textBase, windowBytes);
  const batch = new BatchBuilder(shard.people);
  const readLine = rowReader(shard, genotypes, batch);
  const longest = longestLine(shard.people);
  let insideBytes = 0;
  const isOwned = (): boolean => lines.position <= insideBytes;

  try {
    for await (const {bytes, inside} of readText(shard)) {
      if (inside) insideBytes += bytes.length;
      else if (!isOwned()) break;
      lines.append(bytes);
      while (isOwned() && lines.take()) {
        readLine(lines.text, lines.from, lines.end);
        if (batch.full) yield batch.finish();
      }
      if (lines.waiting > longest && isOwned()) throw tooLong(lines, longest);
    }
    if (isOwned() && lines.takeRest()) readUnendedLine(() => readLine(lines.text, lines.from, lines.end));
  } catch (error) {
    if (!(error instanceof RowProblem)) throw error;
    throw new InputError(shard.label, (await countLinesBefore(shard)) + lines.line, error.message);
  }
  if (batch.count > 0) yield batch.finish();
}

function tooLong(lines: LineWindow, longest: number): RowProblem {
  lines.takeRest();
  return new RowProblem(`the line is longer than ${longest} bytes, expected a row that ends`);
}

function readUnendedLine(read: () => void): void {
  try {
    read();
  } catch (error) {
    throw error instanceof RowProblem ? new RowProblem(`${error.message}; the file ends inside this line`) : error;
  }
}
