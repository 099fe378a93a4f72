import {mkdir, writeFile} from "node:fs/promises";
import {join} from "node:path";
import fc from "fast-check";
import {generateIdentity, identityToRecipient} from "age-encryption";
import {describe, expect, it} from "vitest";
import {makeRelease} from "../../data-loaders/release/release.js";
import {SiteOrder, stretchesOf} from "../../data-loaders/release/siteOrder.js";
import {InputError} from "../../data-loaders/sources/inputError.js";
import {filesOf, scratchFolder} from "./readRelease.js";

type Site = [chrom: string, pos: number];

describe("SiteOrder.add(stretch, label)", () => {
  const add = (batches: Site[][]): void => {
    const order = new SiteOrder();
    for (const batch of batches) for (const stretch of stretchesOf(variantsAt(batch))) order.add(stretch, "a.vcf");
  };

  it("throws whenever rows of one site are in two batches or not neighbours, in whatever order they come", () => {
    const site = fc.tuple(fc.constantFrom("1", "2", "X"), fc.integer({min: 1, max: 4}));
    fc.assert(
      fc.property(fc.array(fc.array(site, {maxLength: 4}), {maxLength: 4}), (batches) => {
        const names = batches.map((batch) => batch.map(String).filter((name, i, all) => name !== all[i - 1]));
        const lieApart = new Set(names.flat()).size < names.flat().length;
        if (lieApart) expect(() => add(batches)).toThrow(InputError);
      }),
      {seed: 20261123, numRuns: 2000}
    );
  });

  it("takes chromosomes in any order, and sites of several rows", () => {
    add([[["2", 5], ["2", 5], ["2", 9]], [], [["2", 10], ["1", 3]], [["1", 4], ["X", 4]]]); // prettier-ignore
  });

  it("names file and position, and says how to sort, to join or to leave out", () => {
    const sort = "sort a file with bcftools sort or plink2 --sort-vars --make-bed";
    const join = "join several with bcftools concat -a";
    expect(() => add([[["1", 9], ["1", 8]]])).toThrow(`a.vcf: not in genome order: 1:8 comes behind 1:9; ${sort}, ${join}`); // prettier-ignore
    expect(() => add([[["X", 9]], [["Y", 1]], [["X", 10]]])).toThrow(
      `a.vcf: not in genome order: X:10 comes behind Y:1; ${sort} (with --merge-x for PLINK's XY), ${join}`
    );
    expect(() => add([[["1", 9]], [["1", 9]]])).toThrow(
      "a.vcf: 1:9 has more rows than can be protected as a whole; leave the site out (bcftools view -t ^1:9)"
    );
    const order = new SiteOrder();
    order.add({chrom: "1", first: 1, last: 9}, "snps.vcf");
    expect(() => order.add({chrom: "1", first: 9, last: 9}, "indels.vcf")).toThrow(
      "indels.vcf: 1:9 is also in snps.vcf, but a site is protected as a whole; join files with bcftools concat -a"
    );
  });
});

describe("makeRelease(options) of files that are not in genome order", () => {
  const controlled = {class: "controlled"};

  it("refuses a site that comes back in a VCF, with one line and nothing written", async () => {
    await expectRefused({"a.vcf": [["1", 100], ["1", 200], ["1", 100]]}, /^\S*a\.vcf: not in genome order: 1:100 comes behind 1:200; .*bcftools sort/); // prettier-ignore
  });

  it("refuses a chromosome that comes back", async () => {
    await expectRefused({"a.vcf": [["1", 100], ["2", 100], ["chr1", 200]]}, /1:200 comes behind 2:100/); // prettier-ignore
  });

  it("refuses files of one cohort that overlap, and that meet in one site", async () => {
    await expectRefused({"snps.vcf": [["1", 100], ["1", 300]], "indels.vcf": [["1", 200]]}, /indels\.vcf: not in genome order: 1:200 comes behind 1:300 of \S*snps\.vcf; .*bcftools concat -a/); // prettier-ignore
    await expectRefused({"snps.vcf": [["1", 100], ["1", 200]], "indels.vcf": [["1", 200]]}, /indels\.vcf: 1:200 is also in \S*snps\.vcf/); // prettier-ignore
  });

  it("refuses a .bed whose .bim is not sorted", async () => {
    await expectRefused({"a.bed": [["1", 100], ["1", 90]]}, /a\.bed: not in genome order: 1:90 comes behind 1:100; .*plink2 --sort-vars --make-bed/); // prettier-ignore
  });

  it("takes sorted files whatever they are called, and several of one chromosome", async () => {
    const made = await release({"b.vcf": [["1", 100], ["1", 100], ["1", 200]], "a.vcf": [["1", 300], ["2", 5]]}, controlled); // prettier-ignore
    expect(made.variants).toBe(5);
  });

  it("takes any order for class open, where nothing is hidden", async () => {
    const made = await release({"a.vcf": [["1", 100], ["1", 200], ["1", 100]]}, {class: "open"}); // prettier-ignore
    expect(made.variants).toBe(3);
  });

  async function expectRefused(files: Record<string, Site[]>, message: RegExp): Promise<void> {
    const folder = await scratchFolder();
    const error = await release(files, controlled, folder).then(
      () => null,
      (reason: Error) => reason
    );
    expect(error).toBeInstanceOf(InputError);
    expect(error!.message).toMatch(message);
    expect(error!.message).not.toMatch(/\n|SECRET/);
    expect((await filesOf(folder)).filter((file) => !file.startsWith("cohort/"))).toEqual([]);
  }
});

function variantsAt(sites: Site[]): {count: number; chrom: string[]; pos: Int32Array} {
  return {count: sites.length, chrom: sites.map(([chrom]) => chrom), pos: Int32Array.from(sites, ([, pos]) => pos)};
}

const people = 60;
const ids = Array.from({length: people}, (_, i) => `SECRET${i}`);

/** Releases a cohort of 60 people, all homozygous for REF, with variants at the sites given, and counts them. */
async function release(
  files: Record<string, Site[]>,
  {class: releaseClass}: {class: string},
  folder?: string
): Promise<{variants: number}> {
  const root = folder ?? (await scratchFolder());
  const cohort = join(root, "cohort");
  await mkdir(cohort);
  for (const [name, sites] of Object.entries(files)) {
    if (name.endsWith(".vcf")) await writeFile(join(cohort, name), vcf(sites));
    else {
      const bim = sites.map(([chrom, pos]) => `${chrom}\t.\t0\t${pos}\tA\tG\n`).join("");
      await writeFile(join(cohort, name), Buffer.from([0x6c, 0x1b, 1, ...Array(sites.length * 15).fill(0xff)]));
      await writeFile(join(cohort, name.replace("bed", "bim")), bim);
      await writeFile(join(cohort, name.replace("bed", "fam")), ids.map((id) => `0 ${id} 0 0 1 -9\n`).join(""));
    }
  }
  await writeFile(join(cohort, "samples.tsv"), `id\tancestry\n${ids.map((id) => `${id}\tEUR\n`).join("")}`);
  const recipient = await identityToRecipient(await generateIdentity());
  await writeFile(
    join(cohort, "cohort.yaml"),
    `id: order
build: GRCh37
release: {class: ${releaseClass}, recipients: {registered: [${recipient}]}}
genotypes: [${Object.keys(files).join(", ")}]
samples: {file: samples.tsv, id: id, columns: {ancestry: ancestry}}
strata: [ancestry]
consent: {codes: ["${releaseClass === "open" ? "DUO:0000004" : "DUO:0000042"}"]}
`
  );
  const made = await makeRelease({manifestPath: join(cohort, "cohort.yaml"), out: join(root, "out"), threads: 1});
  return {variants: made.tables.find(({name}) => name === "variants")!.rows};
}

function vcf(sites: Site[]): string {
  const columns = ["#CHROM", "POS", "ID", "REF", "ALT", "QUAL", "FILTER", "INFO", "FORMAT", ...ids].join("\t");
  const rows = sites.map(([chrom, pos]) => [chrom, pos, ".", "A", "C", ".", ".", ".", "GT", ...ids.map(() => "0/0")]);
  return `##fileformat=VCFv4.3\n${columns}\n${rows.map((row) => `${row.join("\t")}\n`).join("")}`;
}
