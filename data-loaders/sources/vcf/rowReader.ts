import {chromosomeName, isPseudoautosomalCode} from "../chromosome.js";
import {Ploidy, type VcfShard} from "../cohort.js";
import {ploidyOf} from "../ploidy.js";
import type {BatchBuilder} from "./batchBuilder.js";
import type {GenotypeReader} from "./genotypeReader.js";
import {parseFixedFields} from "./parseFixedFields.js";
import {RowProblem} from "./rowProblem.js";

const hash = 35;

interface Contig {
  chrom: string;
  ploidyAt(pos: number): number;
}

/**
 * Returns what reads one line, [from, end) of `text`, after the other: rows go to `batch`; the header of a file is passed
 * over.
 */
export function rowReader(
  {start, startInBlock, build}: Pick<VcfShard, "start" | "startInBlock" | "build">,
  genotypes: GenotypeReader,
  batch: BatchBuilder
): (text: Buffer, from: number, end: number) => void {
  const contigs = new Map<string, Contig>();
  let inHeader = start + startInBlock === 0;

  const contigOf = (name: string): Contig => {
    let contig = contigs.get(name);
    if (!contig) contigs.set(name, (contig = readContig(name, build)));
    return contig;
  };

  return (text, from, end) => {
    if (inHeader) {
      inHeader = text.toString("latin1", from, Math.min(end, from + 6)) !== "#CHROM";
    } else {
      if (text[from] === hash) throw new RowProblem("a header line after rows; join files with bcftools concat");
      readRow(text, from, end, contigOf, genotypes, batch);
    }
  };
}

function readRow(
  text: Buffer,
  from: number,
  end: number,
  contigOf: (name: string) => Contig,
  genotypes: GenotypeReader,
  batch: BatchBuilder
): void {
  const row = parseFixedFields(text, from, end);
  const {pos, ref, rsid, alts} = row;
  const {chrom, ploidyAt} = contigOf(row.contig);
  const ploidy = ploidyAt(pos);
  genotypes.read(text, end, row, ploidy, (alt) =>
    batch.add({chrom, pos, ref, alt: alts[alt - 1] ?? ".", rsid, ploidy})
  );
}

function readContig(name: string, build: VcfShard["build"]): Contig {
  const chrom = chromosomeName(name);
  const ploidyAt = isPseudoautosomalCode(name) ? () => Ploidy.diploid : (pos: number) => ploidyOf(chrom, pos, build);
  return {chrom, ploidyAt};
}
