import {createHash} from "node:crypto";
import {describe, expect, it} from "vitest";
import {chromosomeRank} from "../../../data-loaders/sources/synthetic/genes.js";
import {medicineGenes} from "../../../data-loaders/sources/synthetic/medicineAlleles.js";
import {drawDiplotypes} from "../../../data-loaders/sources/synthetic/drawMedicines.js";
import {openSynthetic} from "../../../data-loaders/sources/synthetic/openSynthetic.js";
import {readSyntheticShard} from "../../../data-loaders/sources/synthetic/readSyntheticShard.js";
import {ancestries, populations} from "../../../data-loaders/sources/synthetic/populations.js";
import {syntheticModel} from "../../../data-loaders/sources/synthetic/syntheticModel.js";
import {readCopies, type VariantCopies} from "./readCopies.js";

const without = {seed: 1, people: 3_000, variants: 400, build: "GRCh37"} as const;
const parameters = {...without, medicines: true};
const cohort = await openSynthetic(parameters);
const sites = medicineGenes.flatMap((gene) => gene.sites.map((site) => ({...site, chrom: gene.chrom})));
const isSite = ({chrom, pos}: {chrom: string; pos: number}): boolean =>
  sites.some((site) => site.chrom === chrom && site.pos === pos);
const variants = await readCopies(cohort.shards);
const {roster} = syntheticModel(parameters);

/** What is compared of many variants: a digest of each, since a deep comparison of every person takes a minute. */
const digests = (found: readonly VariantCopies[]): string[] =>
  found.map(
    ({copies, ...variant}) => `${JSON.stringify(variant)} ${createHash("sha256").update(copies).digest("hex")}`
  );

const locus = ({chrom, pos}: VariantCopies): [number, number] => [chromosomeRank(chrom), pos];

describe("a synthetic cohort with medicines", () => {
  it("has the same people, and the same variants beside those of medicines, byte for byte", async () => {
    const plain = await openSynthetic(without);
    expect(cohort.people).toEqual(plain.people);
    expect(digests(variants.filter((variant) => !isSite(variant)))).toEqual(digests(await readCopies(plain.shards)));
    expect(cohort.sourceHash).not.toBe(plain.sourceHash);
    expect(plain.truth.medicines).toBeUndefined();
    expect(await openSynthetic({...without, medicines: false})).toEqual(plain);
  });

  it("has all 16 sites, each once, in genome order among the others, with their own names", () => {
    expect(variants.filter(isSite).map(({chrom, pos, ref, alt, rsid}) => ({chrom, pos, ref, alt, rsid}))).toEqual(
      sites.map(({chrom, pos, ref, alt, rsid}) => ({chrom, pos, ref, alt, rsid}))
    );
    expect(sites.length).toBe(16);
    const loci = variants.map(locus);
    expect(loci).toEqual([...loci].sort((a, b) => a[0] - b[0] || a[1] - b[1]));
  });

  it("gives the same genotypes however blocks are divided into shards, and in a cohort of one block", async () => {
    const {plan} = syntheticModel(parameters);
    const single = plan.map((_, b) => ({...cohort.shards[0], firstBlock: b, endBlock: b + 1}));
    expect(digests(await readCopies(single))).toEqual(digests(variants));
    const small = await openSynthetic({...parameters, variants: 1, people: 5});
    expect((await readCopies(small.shards)).map(locus).length).toBe(17);
  });

  it("gives everybody the variants of the alleles on both chromosomes, and loses four calls in a thousand", () => {
    let missing = 0;
    for (const gene of medicineGenes) {
      const drawn = drawDiplotypes(1, gene, roster);
      for (const site of gene.sites) {
        const {copies} = variants.find(({chrom, pos}) => chrom === gene.chrom && pos === site.pos)!;
        copies.forEach((found, i) => {
          const carried = [drawn[2 * i], drawn[2 * i + 1]].filter(
            (k) => k > 0 && gene.alleles[k - 1].carries.includes(site.rsid)
          );
          if (found < 0) missing += 1;
          else expect(found).toBe(carried.length);
        });
      }
    }
    const share = missing / (sites.length * 3_000);
    expect(Math.abs(share - 0.004)).toBeLessThan(5 * Math.sqrt(0.004 / (sites.length * 3_000)));
  });

  it("has alleles about as often as its table says, in every ancestry, and independent chromosomes", () => {
    for (const gene of medicineGenes) {
      const drawn = drawDiplotypes(1, gene, roster);
      for (const [k, {name, frequency}] of gene.alleles.entries())
        for (const ancestry of ancestries) {
          const own = Array.from(roster.population.keys()).filter(
            (i) => populations[roster.population[i]].ancestry === ancestry
          );
          const copies = own.map((i) => Number(drawn[2 * i] === k + 1) + Number(drawn[2 * i + 1] === k + 1));
          const p = frequency[ancestry];
          const found = copies.reduce((a, b) => a + b, 0) / (2 * own.length);
          expect(Math.abs(found - p), `${gene.gene} ${name} ${ancestry}`).toBeLessThanOrEqual(
            5 * Math.sqrt((p * (1 - p)) / (2 * own.length))
          );
          const homozygous = copies.filter((n) => n === 2).length / own.length;
          expect(Math.abs(homozygous - p * p)).toBeLessThanOrEqual(5 * Math.sqrt((p * p * (1 - p * p)) / own.length));
        }
    }
  });

  it("has alleles that leave room for the reference allele, and tells their frequencies, of nobody's genotypes", () => {
    for (const {alleles} of medicineGenes)
      for (const ancestry of ancestries)
        expect(alleles.reduce((sum, {frequency}) => sum + frequency[ancestry], 0)).toBeLessThan(1);
    expect(cohort.truth.medicines!.length).toBe(medicineGenes.flatMap(({alleles}) => alleles).length);
    expect(cohort.truth.medicines).toContainEqual({
      gene: "TPMT",
      allele: "*3A",
      variants: ["rs1142345", "rs1800460"],
      frequency: {AFR: 0.003, AMR: 0.04, EAS: 0, EUR: 0.028, SAS: 0.004}
    });
  });

  // Frequencies of the 1000 Genomes super-populations as published: table 1 of PMC6562764 (CYP2C9, VKORC1) and table 2 of
  // PMC8492395 (CYP2C19, SLCO1B1).
  it.each([
    ["CYP2C9", "rs1799853", {AFR: 0.008, AMR: 0.099, EAS: 0.001, EUR: 0.124}],
    ["CYP2C9", "rs1057910", {AFR: 0.002, AMR: 0.037, EAS: 0.034, EUR: 0.073}],
    ["VKORC1", "rs9923231", {AFR: 0.054, AMR: 0.411, EAS: 0.885, EUR: 0.388}],
    ["CYP2C19", "rs12248560", {AFR: 0.2352, EAS: 0.0149, EUR: 0.2237}],
    ["CYP2C19", "rs4244285", {AFR: 0.1702, EAS: 0.3125, EUR: 0.1451}],
    ["CYP2C19", "rs4986893", {AFR: 0.0023, EAS: 0.0556, EUR: 0}],
    ["SLCO1B1", "rs4149056", {AFR: 0.0136, EAS: 0.123, EUR: 0.161}]
  ])("has %s %s within two thousandths of what is published", (name, rsid, published) => {
    const {alleles} = medicineGenes.find(({gene}) => gene === name)!;
    for (const [ancestry, value] of Object.entries(published)) {
      const sum = alleles
        .filter(({carries}) => carries.includes(rsid))
        .reduce((total, {frequency}) => total + frequency[ancestry as (typeof ancestries)[number]], 0);
      expect(Math.abs(sum - value), ancestry).toBeLessThanOrEqual(0.002);
    }
  });

  it("refuses a seed that draws a variant where a site is", async () => {
    const {addMedicineSites} = await import("../../../data-loaders/sources/synthetic/addMedicineSites.js");
    const [gene] = medicineGenes;
    const placed = [{gene, site: gene.sites[0]}];
    for await (const batch of readSyntheticShard((await openSynthetic({...without, variants: 1})).shards[0])) {
      const there = {...batch, chrom: [gene.chrom], pos: Int32Array.of(gene.sites[0].pos)};
      expect(() => addMedicineSites(there, placed, 1, roster)).toThrow(/seed 1 also draws a variant at 1:97547947/);
    }
  });
});
