import {execFileSync} from "node:child_process";
import {mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, describe, expect} from "vitest";
import {Ploidy, type VcfShard} from "../../../data-loaders/sources/cohort.js";
import {planVcfShards} from "../../../data-loaders/sources/vcf/planVcfShards.js";
import {readVcfSamples} from "../../../data-loaders/sources/vcf/readVcfSamples.js";
import {readVcfShard} from "../../../data-loaders/sources/vcf/readVcfShard.js";
import {itWith} from "../../require.js";

const data = new URL("../../../../shared/data/", import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), "covenant-vcf-"));
afterAll(() => rmSync(folder, {recursive: true}));

interface PackedVariants {
  /** `chrom-pos-ref-alt` */
  names: string[];
  /** .bed codes of each variant. */
  codes: Uint8Array[];
  ploidy: number[];
}

async function readPacked(file: string, sexOf: (sample: string) => number): Promise<PackedVariants> {
  const samples = await readVcfSamples(file, file);
  const sex = Uint8Array.from(samples, sexOf);
  const shards: VcfShard[] = await planVcfShards([{file, label: file}], {people: sex.length, sex, build: "GRCh37"});
  const all: PackedVariants = {names: [], codes: [], ploidy: []};
  for (const shard of shards) {
    const bytes = Math.ceil(shard.people / 4);
    for await (const {count, chrom, pos, ref, alt, ploidy, genotypes} of readVcfShard(shard)) {
      for (let i = 0; i < count; ++i) {
        all.names.push([chrom[i], pos[i], ref[i], alt[i]].join("-"));
        all.codes.push(genotypes.subarray(i * bytes, (i + 1) * bytes));
        all.ploidy.push(ploidy[i]);
      }
    }
  }
  return all;
}

/** Variants of a .bed, named with its second allele as REF; codes count its first. */
function readBed(prefix: string, people: number): {names: string[]; codes: Uint8Array[]} {
  const lines = readFileSync(`${prefix}.bim`, "utf8").trimEnd().split("\n");
  const names = lines.map((line) => line.split("\t")).map(([chrom, , , pos, a1, a2]) => [chrom, pos, a2, a1].join("-"));
  const bytes = Math.ceil(people / 4);
  const bed = readFileSync(`${prefix}.bed`);
  return {names, codes: names.map((_, i) => bed.subarray(3 + i * bytes, 3 + (i + 1) * bytes))};
}

/**
 * bcftools norm -m-any -Ov -o norm.vcf FILE
 * plink2 --vcf norm.vcf --vcf-half-call haploid OPTIONS --make-bed --out plink
 */
function plinkBedOf(file: string, options: string[]): {names: string[]; codes: Uint8Array[]} {
  const norm = join(folder, "norm.vcf");
  const bed = join(folder, "plink");
  run("bcftools", "norm", "-m-any", "-Ov", "-o", norm, file);
  run("plink2", "--vcf", norm, "--vcf-half-call", "haploid", ...options, "--threads", "1", "--make-bed", "--out", bed);
  return readBed(bed, readFileSync(`${bed}.fam`, "utf8").trimEnd().split("\n").length);
}

function run(program: string, ...args: string[]): string {
  return execFileSync(program, args, {encoding: "utf8", stdio: ["ignore", "pipe", "ignore"], maxBuffer: 2 ** 30});
}

function sexOfKg1126(): (sample: string) => number {
  const [head, ...rows] = readFileSync(join(data, "kg1126/phenotypes.tsv"), "utf8").trimEnd().split("\n");
  const columns = head.split("\t");
  const [id, sex] = [columns.indexOf("subject.id"), columns.indexOf("sex")];
  const bySample = new Map(rows.map((row) => row.split("\t")).map((row) => [row[id], row[sex] === "M" ? 1 : 2]));
  return (sample) => bySample.get(sample) ?? 0;
}

describe("readVcfShard(shard) reads 1000 Genomes as bcftools and plink2 do", () => {
  itWith(
    "kg1126/phenotypes.tsv",
    "bcftools",
    "plink2"
  )("kg1126, all chromosomes: the .bed of bcftools norm -m-any and plink2 --vcf-half-call haploid", async () => {
    const sexOf = sexOfKg1126();
    const files = readdirSync(join(data, "kg1126")).filter((name) => name.endsWith(".vcf.gz"));
    const samples = await readVcfSamples(join(data, "kg1126", files[0]), files[0]);
    writeFileSync(
      join(folder, "sex"),
      ["#IID\tSEX", ...samples.map((name) => `${name}\t${sexOf(name)}`), ""].join("\n")
    );
    let variants = 0;
    for (const name of files) {
      const file = join(data, "kg1126", name);
      const expected = plinkBedOf(file, ["--update-sex", join(folder, "sex")]);
      const read = await readPacked(file, sexOf);
      expect([...read.names].sort()).toEqual([...expected.names].sort());
      const rows = new Map(expected.names.map((variant, i) => [variant, expected.codes[i]]));
      const different = read.names.filter((variant, i) => Buffer.compare(rows.get(variant)!, read.codes[i]) !== 0);
      expect(different).toEqual([]);
      variants += read.names.length;
    }
    // zcat kg1126/*.vcf.gz | grep -v '^#' | cut -f5 | awk -F, '{n += NF} END {print n}'
    expect(variants).toBe(26_250);
  });

  itWith("kg1126/phenotypes.tsv")("kg1126, chromosome X: half-calls of men only outside the PARs", async () => {
    const name = "1KG_phase3_subset_chrX.vcf.gz";
    const read = await readPacked(join(data, "kg1126", name), sexOfKg1126());
    const missing = read.codes.filter((codes) => codes.some((byte) => (byte & 0x55 & ~(byte >> 1)) !== 0));
    expect(missing).toEqual([]);
    const par = read.names
      .map((variant) => Number(variant.split("-")[1]))
      .map((pos) => pos <= 2_699_520 || pos >= 154_931_044);
    expect(read.ploidy).toEqual(par.map((inside) => (inside ? Ploidy.diploid : Ploidy.menHaploid)));
  });

  itWith("kg2504-chr22/cineca_synthetic_subset.bed")("kg2504-chr22: the .bed beside the .vcf.gz", async () => {
    const prefix = join(data, "kg2504-chr22/cineca_synthetic_subset");
    const read = await readPacked(`${prefix}.vcf.gz`, () => 0);
    const bed = readBed(prefix, 2504);
    expect(read.names).toHaveLength(829);
    expect(read.names).toEqual(bed.names);
    expect(read.codes.map((codes) => Buffer.from(codes).toString("hex"))).toEqual(
      bed.codes.map((codes) => Buffer.from(codes).toString("hex"))
    );
  });
});

describe("readVcfShard(shard) reads small files as bcftools norm -m-any and plink2 do", () => {
  // Not half-calls, which plink2 reads as haploid or as missing whatever the sex, and not GT behind other keys, which
  // plink2 takes for missing.
  const names = ["haploid-calls", "multiallelic", "kept-alleles", "twelve-alleles", "crlf", "position-0"];
  for (const name of names) {
    itWith("bcftools", "plink2")(name, async () => {
      const file = new URL(`../../fixtures/vcf/good/${name}.vcf`, import.meta.url).pathname;
      const declared = join(folder, "declared.vcf");
      writeFileSync(declared, withDeclarations(readFileSync(file, "utf8")));
      const bed = plinkBedOf(declared, []);
      const read = await readPacked(file, (sample) => ({m: 1, f: 2})[sample[0]] ?? 0);
      expect(read.names).toEqual(bed.names);
      expect(read.codes.map((codes) => [...codes])).toEqual(bed.codes.map((codes) => [...codes]));
    });
  }
});

/** bcftools writes a file only when its header declares the contigs and keys. */
function withDeclarations(text: string): string {
  const contigs = ["1", "7", "X", "Y", "MT"].map((id) => `##contig=<ID=${id}>\n`);
  const keys = ["GT", "PGT", "DP", "GQ", "AD", "PL"].map((id) => {
    const type = id.endsWith("GT") ? "String" : "Integer";
    return `##FORMAT=<ID=${id},Number=${id === "GT" ? 1 : "."},Type=${type},Description="">\n`;
  });
  return text.replaceAll("\r", "").replace("\n", ["\n", ...contigs, ...keys].join(""));
}
