import {chromosomeName} from "../../../data-loaders/sources/chromosome.js";
import {ploidyOf} from "../../../data-loaders/sources/ploidy.js";
import type {Variant} from "../../../data-loaders/sources/vcf/batchBuilder.js";

/** One variant, genotypes in words: `0/0`, `0/1`, `1/1` or `./.` for each person. */
export interface PlainVariant extends Variant {
  genotypes: string[];
}

/** The slow and obvious reader of VCF text without errors in it: the oracle of the fast one. `sex`: 1 male. */
export function readPlainly(text: string, sex: number[], build: "GRCh37" | "GRCh38"): PlainVariant[] {
  const rows = text.split(/\r?\n/).filter((line) => line !== "" && !line.startsWith("#"));
  return rows.flatMap((row) => {
    const [contig, pos, id, ref, alt, , , , format, ...people] = row.split("\t");
    const chrom = chromosomeName(contig);
    const ploidy = ploidyOf(chrom, Number(pos), build);
    const rsid = id.split(";").find((name) => /^rs./.test(name)) ?? "";
    const gts = people.map((person) => person.split(":")[format.split(":").indexOf("GT")] ?? ".");
    return alt.split(",").map((name, k) => ({
      chrom,
      pos: Number(pos),
      ref,
      alt: name,
      rsid,
      ploidy,
      genotypes: gts.map((gt, i) => genotype(gt, k + 1, sex[i] === 1 && (ploidy === 1 || ploidy === 2)))
    }));
  });
}

function genotype(gt: string, alt: number, haploid: boolean): string {
  const alleles = gt.replace(/^[|/]/, "").split(/[|/]/);
  const called = alleles.filter((allele) => allele !== ".").map((allele) => (Number(allele) === alt ? 1 : 0));
  if (called.length === 2) return ["0/0", "0/1", "1/1"][called[0] + called[1]];
  if (called.length === 0 || (alleles.length === 2 && !haploid)) return "./.";
  return called[0] === 1 ? "1/1" : "0/0";
}
