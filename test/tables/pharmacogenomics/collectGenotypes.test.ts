import {describe, expect, it} from "vitest";
import {
  collectGenotypes,
  joinGenotypes,
  type GeneGenotypes
} from "../../../data-loaders/tables/pharmacogenomics/collectGenotypes.js";
import {temporaryFolder} from "../../sources/temporary.js";
import {genotypesOf, vcfText} from "./genotypesOf.js";
import {smallGene} from "./smallGene.js";

const folder = temporaryFolder();
let files = 0;

const gene = smallGene(
  ["200-C-T", "300-GA-G", "400-A-T", "500-G-A", "500-G-T", "600-T-TCA"],
  [
    ["*1", "Normal Function"],
    ["*2", "No Function", "200-C-T"]
  ]
);

async function find(people: number, ...rows: string[]): Promise<GeneGenotypes> {
  const file = folder.write(`${++files}.vcf`, vcfText(people, rows));
  return (await genotypesOf({genes: [gene]}, file, {people}))[0];
}

/** Copies of the variant in everybody, `.` = missing; null = the variant is not in the files. */
function copies({rows}: GeneGenotypes, variant: string, people: number): string | null {
  const row = rows[gene.variants.findIndex(({name}) => name === `7-${variant}`)];
  if (!row) return null;
  return Array.from({length: people}, (_, i) => ["2", ".", "1", "0"][(row[i >> 2] >> (2 * (i & 3))) & 3]).join("");
}

describe("collectGenotypes(definitions, people)", () => {
  it("keeps the genotypes of defining variants, phased or not, and nothing else", async () => {
    const found = await find(
      5,
      "7 199 C T 1/1 1/1 1/1 1/1 1/1",
      "7 200 C T 0/0 0/1 1|0 1/1 ./.",
      "8 200 C T 1/1 1/1 1/1 1/1 1/1"
    );
    expect(copies(found, "200-C-T", 5)).toBe("0112.");
    expect(found.rows.filter((row) => row !== null)).toHaveLength(1);
  });

  it.each([
    ["as defined", "300 GA G"],
    ["with bases that both alleles share at the end", "300 GATTC GTTC"],
    ["with bases that both alleles share before", "298 TTGA TTG"],
    ["with both", "299 TGAT TGT"]
  ])("finds an indel that is written %s", async (_, row) => {
    expect(copies(await find(3, `7 ${row} 0/1 1/1 0/0`), "300-GA-G", 3)).toBe("120");
  });

  it("finds the alleles of a site with several, each in its own row", async () => {
    const found = await find(4, "7 500 G A,T,C 0/1 1/2 2/2 0/3");
    expect(copies(found, "500-G-A", 4)).toBe("1100");
    expect(copies(found, "500-G-T", 4)).toBe("0120");
  });

  it("does not take one allele of a site for another", async () => {
    const found = await find(2, "7 500 G C 0/1 1/1");
    expect(copies(found, "500-G-A", 2)).toBe(null);
    expect(copies(found, "500-G-T", 2)).toBe(null);
  });

  it("takes a site without alternate alleles as reference, for single bases", async () => {
    const found = await find(3, "7 200 C . 0/0 ./. 0/0", "7 300 G . 0/0 0/0 0/0", "7 400 G . 0/0 0/0 0/0");
    expect(copies(found, "200-C-T", 3)).toBe("0.0");
    expect(copies(found, "300-GA-G", 3)).toBe(null);
    expect(copies(found, "400-A-T", 3)).toBe(null);
  });

  it("exchanges alleles that are the other way round, but not where the other strand looks the same", async () => {
    const found = await find(4, "7 200 T C 0/0 0/1 1/1 ./.", "7 400 T A 0/0 0/1 1/1 ./.");
    expect(copies(found, "200-C-T", 4)).toBe("210.");
    expect(copies(found, "400-A-T", 4)).toBe(null);
    expect([...found.unusable]).toEqual([[2, "its alleles are the other way round, or of the other strand"]]);
  });

  it("says of an indel that is not left-aligned that it may be the variant", async () => {
    const shifted = await find(2, "7 603 A ACAT 0/1 0/0", "7 602 C CCA 0/1 0/0", "7 601 C CAC 0/1 0/0");
    expect(copies(shifted, "600-T-TCA", 2)).toBe(null);
    expect([...shifted.unusable.values()]).toEqual([
      "an indel nearby may be the same; left-align the file with bcftools norm -f REFERENCE.fa"
    ]);
    const other = await find(2, "7 602 C CAA 0/1 0/0", "7 602 CCA C 0/1 0/0");
    expect(other.unusable.size).toBe(0);
    expect((await find(2, "7 602 C CCA 0/1 0/0", "7 600 T TCA 0/1 0/0")).unusable.size).toBe(0);
  });

  it("keeps of a variant in two rows what they agree on", async () => {
    const found = await find(5, "7 200 C T 0/0 0/1 ./. 1/1 ./.", "7 200 CG TG 0/0 1/1 0/1 ./. ./.");
    expect(copies(found, "200-C-T", 5)).toBe("0.12.");
  });

  it("joins what threads found", () => {
    const one = (bytes: (number | null)[]): GeneGenotypes[] => [
      {gene: "CYPX", rows: bytes.map((b) => (b === null ? null : Uint8Array.of(b))), ploidy: 0, unusable: new Map()}
    ];
    const [joined] = joinGenotypes([one([0b11, null, 0b10]), one([null, null, 0b00])]);
    expect(joined.rows.map((row) => row?.[0] ?? null)).toEqual([0b11, null, 0b01]);
    expect(collectGenotypes({genes: []}, 4).finish()).toEqual([]);
  });

  it("knows how many copies men have", async () => {
    const onX = {
      ...gene,
      chrom: "X",
      variants: [{name: "X-200-C-T", rsid: "", forms: [{chrom: "X", pos: 5_000_000, ref: "C", alt: "T"}]}]
    };
    const file = folder.write("x.vcf", vcfText(3, ["X 5000000 C T 1 0/1 1/1"]));
    const [found] = await genotypesOf({genes: [onX]}, file, {people: 3, sex: Uint8Array.of(1, 2, 2)});
    expect(found.ploidy).toBe(1);
    expect(copies({...found, rows: [found.rows[0]]}, "200-C-T", 3)).toBe("212");
  });
});
