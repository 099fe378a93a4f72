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
 * A shard owns the lines that begin in it: from [`start`, `startInBlock`] to before [`end`, `endInBlock`].
 * Throws an InputError with the number of the line for a row that cannot be read.
 */
export async function* readVcfShard(shard: VcfShard): AsyncGenerator<GenotypeBatch> {
  const genotypes = await openGenotypeReader(shard.people, shard.sex);
  const lines = new LineWindow(genotypes.memory, genotypes.textBase, windowBytes);
  const batch = new BatchBuilder(shard.people);
  const readLine = rowReader(shard, genotypes, batch);
  const longest = longestLine(shard.people);
  let skip = shard.startInBlock;
  // Bytes of text up to where the shard ends, as far as it is known; the text begins where the shard does.
  let owned = 0;
  let endsLater = true;
  const isOwned = (): boolean => lines.position < owned;

  try {
    for await (const {bytes, inside} of readText(shard)) {
      if (inside) owned += bytes.length - skip;
      else if (endsLater) {
        endsLater = false;
        owned += shard.endInBlock - skip;
      }
      if (!inside && !isOwned()) break;
      lines.append(bytes.subarray(skip));
      skip = 0;
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
