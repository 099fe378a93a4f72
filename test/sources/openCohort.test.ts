import {execFileSync} from "node:child_process";
import {createHash} from "node:crypto";
import {readFileSync, utimesSync} from "node:fs";
import {gzipSync} from "node:zlib";
import {describe, expect, it} from "vitest";
import {openCohort} from "../../data-loaders/sources/openCohort.js";
import {readShard} from "../../data-loaders/sources/readShard.js";
import {itWith} from "../require.js";
import {inputErrorOf, temporaryFolder} from "./temporary.js";

const folder = temporaryFolder();
const cohorts = new URL("../../data-loaders/cohorts/", import.meta.url).pathname;

function vcf(people: string[], rows: string[]): string {
  const head = "##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT";
  return `${[[head, ...people].join("\t"), ...rows].join("\n")}\n`;
}

function vcfRow(chrom: string, pos: number, calls: string[]): string {
  return [chrom, pos, `rs${pos}`, "A", "G", ".", ".", ".", "GT", ...calls].join("\t");
}

const manifest = (rest = "", genotypes = "[g/*.vcf*]") =>
  `id: x\nbuild: GRCh38\ngenotypes: ${genotypes}\nsamples: {file: s.tsv, id: id, columns: {ancestry: pop, sex: sex}}\n${rest}`;

folder.write("s.tsv", "id\tpop\tsex\np1\tA\tM\np2\tB\tF\n");
folder.write("g/a.vcf", vcf(["p1", "p2"], [vcfRow("chrX", 5_000_000, ["0", "0/1"])]));
folder.write(
  "g/b.vcf.gz",
  gzipSync(vcf(["p1", "p2"], [vcfRow("chr10", 7, ["0/0", "0/1"]), vcfRow("chr10", 9, ["0/0", "1/1"])]))
);
folder.write("g/c.vcf", vcf(["p1", "p2"], [vcfRow("2", 8, ["0/1", "0/1"])]));
folder.write("g/d.vcf", vcf(["p1", "p2"], [vcfRow("2", 3, ["1/1", "0/1"])]));
folder.write("g/none.vcf", vcf(["p1", "p2"], []));
folder.write("genes.bed", "2\t0\t5\tGENE\n");

async function loci(path: string): Promise<string[]> {
  const found: string[] = [];
  for (const shard of (await openCohort(path)).shards)
    for await (const batch of readShard(shard))
      found.push(...batch.chrom.map((chrom, i) => `${chrom}:${batch.pos[i]}`));
  return found;
}

describe("openCohort(from)", () => {
  it("puts files into genome order by their first variants", async () => {
    expect(await loci(folder.write("order.yaml", manifest()).file)).toEqual([
      "2:3",
      "2:8",
      "10:7",
      "10:9",
      "X:5000000"
    ]);
  });

  it("describes the cohort; what the manifest does not say is controlled and real", async () => {
    const cohort = await openCohort(folder.write("plain.yaml", manifest("annotation: {genes: genes.bed}\n")).file);
    expect(cohort.summary).toEqual({
      id: "x",
      title: "x",
      build: "GRCh38",
      class: "controlled",
      synthetic: {genotypes: false, phenotypes: false},
      source: null,
      licence: null,
      citation: null,
      consent: []
    });
    expect(cohort).toMatchObject({recipients: {registered: [], board: []}, requireSignoff: false});
    expect(cohort.genes).toEqual([{chrom: "2", start: 0, end: 5, name: "GENE"}]);
    expect(cohort.people.sex).toEqual(Uint8Array.from([1, 2]));
  });

  it("hashes manifest and inputs: another byte, another hash; another folder, the same", async () => {
    const given = {manifest: manifest("", "[g/a.vcf]"), samples: "id\tpop\tsex\np1\tA\tM\np2\tB\tF\n"};
    const hashOf = async (name: string, {manifest, samples} = given): Promise<string> => {
      const file = folder.write(`${name}/m.yaml`, manifest);
      folder.write(`${name}/s.tsv`, samples);
      folder.write(`${name}/g/a.vcf`, readFileSync(`${folder.path}/g/a.vcf`));
      return (await openCohort(file.file)).sourceHash;
    };
    const hash = await hashOf("h1");
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(await hashOf("h2")).toBe(hash);
    expect(await hashOf("h3", {...given, manifest: `${given.manifest}# \n`})).not.toBe(hash);
    expect(await hashOf("h4", {...given, samples: given.samples.replace("B", "A")})).not.toBe(hash);
    const sha256 = (text: string | Buffer) => createHash("sha256").update(text).digest("hex");
    const lines = [[given.manifest, "manifest"], [readFileSync(`${folder.path}/g/a.vcf`), "g/a.vcf"], [given.samples, "s.tsv"]]; // prettier-ignore
    expect(hash).toBe(sha256(lines.map(([content, name]) => `${sha256(content)}  ${name}\n`).join("")));
  });

  it("dates the data by the newest input file, not by the manifest", async () => {
    const file = folder.write("dated/m.yaml", manifest("", "[a.vcf]"));
    const samples = folder.write("dated/s.tsv", "id\tpop\tsex\np1\tA\tM\np2\tB\tF\n");
    const genotypes = folder.write("dated/a.vcf", readFileSync(`${folder.path}/g/a.vcf`));
    utimesSync(samples.file, 0, Date.UTC(2020, 1, 29, 12) / 1000);
    utimesSync(genotypes.file, 0, Date.UTC(2019, 0, 1) / 1000);
    expect((await openCohort(file.file)).dataDate).toBe("2020-02-29");
  });

  it("refuses files that hold other people or another order, naming both files and no person", async () => {
    const cohort = (name: string, people: string[]) => {
      folder.write(`${name}/s.tsv`, "id\tpop\tsex\nSECRET1\tA\tM\nSECRET2\tB\tF\n");
      folder.write(`${name}/1.vcf`, vcf(["SECRET1", "SECRET2"], []));
      folder.write(`${name}/2.vcf`, vcf(people, []));
      return folder.write(`${name}/m.yaml`, manifest("", "[1.vcf, 2.vcf]")).file;
    };
    const swapped = await inputErrorOf(() => openCohort(cohort("swapped", ["SECRET2", "SECRET1"])));
    expect(swapped).toMatch(
      /swapped\/2.vcf: sample 1 is another person than sample 1 of .*swapped\/1.vcf; all genotype files/
    );
    const fewer = await inputErrorOf(() => openCohort(cohort("fewer", ["SECRET1"])));
    expect(fewer).toMatch(/fewer\/2.vcf: has 1 people, but .*fewer\/1.vcf has 2; all genotype files/);
    expect(swapped + fewer).not.toContain("SECRET");
  });

  it("opens an embedded synthetic cohort, always labelled as such", async () => {
    const text = (rest: string) => `id: s\nbuild: GRCh37\nsynthetic: {seed: 1, people: 300, variants: 50}\n${rest}`;
    const cohort = await openCohort(folder.write("synthetic.yaml", text("strata: [sex, ancestry]\n")).file);
    expect(cohort.people.total).toBe(300);
    expect(cohort.people.strata.map(({name}) => name)).toEqual(["sex", "ancestry"]);
    expect(cohort.summary.synthetic).toEqual({genotypes: true, phenotypes: true});
    expect(cohort.truth).toBeDefined();
    expect(await cohort.sourceHash).toMatch(/^[0-9a-f]{64}$/);
    const open = (rest: string) => () => openCohort(folder.write("bad.yaml", text(rest)).file);
    expect(cohort.people.covariates.map(({name}) => name)).toEqual(["age", "sex"]);
    const [age, sex] = cohort.people.covariates;
    expect(Math.min(...age.values.filter(Number.isFinite))).toBeGreaterThanOrEqual(18);
    cohort.people.included.forEach((included, i) => expect(Number.isNaN(age.values[i])).toBe(!included));
    expect(sex.levels).toEqual(["female", "male"]);
    expect(await inputErrorOf(open("association: {covariates: [sex, bmi]}\n"))).toMatch(
      /bad.yaml:4: association.covariates\[1\]: a synthetic cohort has age and sex/
    );
    expect(await inputErrorOf(open("strata: [wealth]\n"))).toMatch(
      /bad.yaml:4: strata\[0\]: a synthetic cohort has ancestry, sex/
    );
    expect(await inputErrorOf(open("traits: [{id: t, column: c, kind: quantitative}]\n"))).toMatch(
      /bad.yaml:4: traits: /
    );
  });

  itWith("kg1126", "annotation")("opens the 1,126 people of 1000 Genomes", async () => {
    const {people, shards, genes, summary} = await openCohort(`${cohorts}kg1126.yaml`);
    expect([people.total, people.unusedSampleRows, genes.length]).toEqual([1126, 0, 20467]);
    expect(people.strata.map(({name, levels}) => [name, levels])).toEqual([
      ["ancestry", ["AFR", "AMR", "EAS", "EUR", "SAS"]],
      ["sex", ["female", "male"]],
      ["status", ["0", "1"]]
    ]);
    expect(people.traits.map(({id}) => id)).toEqual(["EFO_0004339", "demo:status"]);
    expect(summary).toMatchObject({class: "open", consent: ["DUO:0000004"], synthetic: {phenotypes: true}});
    const files = shards.map((shard) => (shard.kind === "vcf" ? /chr\w+/.exec(shard.label)![0] : ""));
    expect([...new Set(files)]).toEqual([...Array.from({length: 22}, (_, i) => `chr${i + 1}`), "chrX"]);
  });

  // tail -n +2 relationships_w_pops_121708.txt | wc -l → 1301; plink1.9 --bfile HM3_thinned_autosomal_overlap → 957 people
  itWith("hapmap3")("opens 957 of the 1,301 people of HapMap 3, whose build is NCBI36", async () => {
    const {people, summary} = await openCohort(`${cohorts}hapmap3.yaml`);
    expect([people.total, people.unusedSampleRows, summary.build]).toEqual([957, 344, "NCBI36"]);
    expect(people.strata[0].levels).toEqual("ASW CEU CHB CHD GIH JPT LWK MEX MKK TSI YRI".split(" "));
    expect(people.left).toEqual({withdrawn: 0, noConsent: 0, notInSampleFile: 0});
  });

  // plink2 --bfile cineca_synthetic_subset --geno-counts.
  itWith(
    "kg2504-chr22",
    "panel",
    "annotation",
    "plink2"
  )("reads kg2504-chr22 as plink2 does", async () => {
    const cohort = await openCohort(`${cohorts}kg2504-chr22.yaml`);
    expect([cohort.people.total, cohort.people.unusedSampleRows]).toEqual([2504, 0]);
    const prefix = new URL("../../../shared/data/kg2504-chr22/cineca_synthetic_subset", import.meta.url).pathname;
    execFileSync("plink2", ["--bfile", prefix, "--geno-counts", "--out", `${folder.path}/kg`]);
    const expected = readFileSync(`${folder.path}/kg.gcount`, "utf8").trimEnd().split("\n").slice(1);
    let row = 0;
    for (const shard of cohort.shards)
      for await (const {count, chrom, ref, alt, rsid, genotypes} of readShard(shard))
        for (let i = 0; i < count; i++) {
          const [contig, id, a2, a1, homRef, het, homAlt, , , missing] = expected[row++].split("\t");
          const codes = [0, 0, 0, 0];
          for (let person = 0; person < 2504; person++)
            codes[(genotypes[i * 626 + (person >> 2)] >> (2 * (person & 3))) & 3]++;
          expect([chrom[i], rsid[i], ref[i], alt[i], ...codes]).toEqual([
            contig,
            id,
            a2,
            a1,
            +homAlt,
            +missing,
            +het,
            +homRef
          ]);
        }
    expect(row).toBe(829);
  });
});
