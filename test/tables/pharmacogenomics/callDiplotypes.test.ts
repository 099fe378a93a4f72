import {describe, expect, it} from "vitest";
import {assayOf} from "../../../data-loaders/tables/pharmacogenomics/assay.js";
import {callDiplotypes} from "../../../data-loaders/tables/pharmacogenomics/callDiplotypes.js";
import type {PgxGene} from "../../../src/model/pharmacogenomics.js";
import {itWith} from "../../require.js";
import {pypgxTables, readPypgx} from "./pypgxTables.js";
import {smallGene, withPhenotypes} from "./smallGene.js";

const itWithTables = itWith(pypgxTables);

/** Everybody's genotypes of all variants are in the files. */
function wholeAssay(gene: PgxGene) {
  const rows = gene.variants.map(() => new Uint8Array(1));
  return assayOf(gene, {gene: gene.name, rows, ploidy: 0, unusable: new Map()}, {assumeTwoCopies: [gene.name]});
}

/** Callable alleles of a gene and what one copy of each carries; `either` counts as not carried. */
function carriers(gene: PgxGene) {
  return gene.alleles.flatMap(({notCallable, isAbsentChromosome, carries}, allele) =>
    notCallable === null && !isAbsentChromosome ? [{allele, carries: carries.map((c) => Number(c === 1))}] : []
  );
}

// The variants of TPMT *3A lie apart on *3B and *3C.
const [v1, v2, v3] = ["200-C-T", "300-GA-G", "400-A-T"];
const gene = withPhenotypes(
  smallGene(
    [v1, v2, v3],
    [
      ["*1", "Normal Function"],
      ["*3A", "No Function", v1, v2],
      ["*3B", "No Function", v1],
      ["*3C", "No Function", v2],
      ["*8", "Uncertain Function", v3]
    ]
  ),
  {
    "*1/*1": "Normal Metabolizer",
    "*1/*3A": "Intermediate Metabolizer",
    "*1/*3B": "Intermediate Metabolizer",
    "*1/*3C": "Intermediate Metabolizer",
    "*3B/*3C": "Poor Metabolizer",
    "*3A/*3A": "Poor Metabolizer"
  }
);

function call(of: PgxGene, counts: number[], copies: 1 | 2 = 2) {
  const {outcome, candidates, phenotypes} = callDiplotypes(of, wholeAssay(of), Int8Array.from(counts), copies);
  return {outcome, names: candidates.map(({name}) => name), phenotypes};
}

describe("callDiplotypes(gene, assay, counts, copies)", () => {
  it("names the one diplotype that explains the genotypes", () => {
    expect(call(gene, [0, 0, 0])).toEqual({outcome: "called", names: ["*1/*1"], phenotypes: ["Normal Metabolizer"]});
    expect(call(gene, [2, 2, 0])).toEqual({outcome: "called", names: ["*3A/*3A"], phenotypes: ["Poor Metabolizer"]});
    expect(call(gene, [2, 1, 0]).names).toEqual(["*3A/*3B"]);
  });

  it("lists all diplotypes and phenotypes where phase decides", () => {
    expect(call(gene, [1, 1, 0])).toEqual({
      outcome: "ambiguous",
      names: ["*1/*3A", "*3B/*3C"],
      phenotypes: ["Intermediate Metabolizer", "Poor Metabolizer"]
    });
  });

  it("has one phenotype where all diplotypes do, though not one diplotype", () => {
    expect(call(gene, [1, -1, 0])).toEqual({
      outcome: "ambiguous",
      names: ["*1/*3A", "*1/*3B", "*3A/*3C", "*3B/*3C"],
      phenotypes: ["Intermediate Metabolizer", "Poor Metabolizer"]
    });
    const alike = withPhenotypes(gene, {"*1/*3B": "Intermediate Metabolizer"});
    expect(call(alike, [0, 1, -1]).names).toEqual(["*1/*3C", "*3C/*8"]);
    expect(call(alike, [-1, 0, 0])).toMatchObject({
      outcome: "ambiguous",
      phenotypes: [null, "Intermediate Metabolizer"]
    });
    expect(call(withPhenotypes(gene, {"*1/*3A": "A", "*3B/*3C": "A"}), [1, 1, 0])).toMatchObject({
      outcome: "ambiguous",
      phenotypes: ["A"]
    });
  });

  it("says that nothing explains the genotypes, and where there are none", () => {
    expect(call(gene, [2, 0, 1])).toEqual({outcome: "unexplained", names: [], phenotypes: []});
    expect(call(gene, [-1, -1, -1])).toEqual({outcome: "missing", names: [], phenotypes: []});
  });

  it("takes genotypes that leave more than a hundred diplotypes for missing", () => {
    const variants = Array.from({length: 14}, (_, i) => `${100 * (i + 1)}-C-T`);
    const many = smallGene(variants, [
      ["*1", "Normal Function"],
      ...variants.map((variant, i): [string, string, string] => [`*${i + 2}`, "No Function", variant])
    ]);
    // Of k unknown variants and *1 there are (k + 1)(k + 2) / 2 pairs: 91 for 12, 105 for 13.
    const unknown = (k: number) =>
      call(many, [...Array.from({length: k}, () => -1), ...Array.from({length: 14 - k}, () => 0)]);
    expect(unknown(12).names).toHaveLength(91);
    expect(unknown(13)).toEqual({outcome: "missing", names: [], phenotypes: []});
  });

  it("calls a single copy", () => {
    expect(call(gene, [2, 0, 0], 1)).toMatchObject({outcome: "called", names: ["*3B"]});
    expect(call(gene, [2, 0, 2], 1)).toMatchObject({outcome: "unexplained"});
    // No man is heterozygous.
    expect(call(gene, [1, 0, 0], 1)).toMatchObject({outcome: "ambiguous", names: ["*1", "*3B"]});
  });

  it("prefers the allele that a variant defines to one that tolerates it", () => {
    const tolerant = smallGene(
      [v1, v2],
      [
        ["*1", "Normal Function"],
        ["*28", "Decreased Function", v1, `(${v2})`],
        ["*80", "Unknown Function", v2],
        ["*80+*28", "Decreased Function", v1, v2]
      ]
    );
    expect(call(tolerant, [1, 0]).names).toEqual(["*1/*28"]);
    expect(call(tolerant, [2, 2]).names).toEqual(["*80+*28/*80+*28"]);
    expect(call(tolerant, [1, 1]).names).toEqual(["*1/*80+*28", "*28/*80"]);
  });

  it("calls sub-alleles as the allele that they belong to", () => {
    const subAlleles = smallGene(
      [v1, v2, v3],
      [
        ["*1", "Normal Function"],
        ["*2", "No Function", v1],
        ["*2.001", "No Function", v1, v2],
        ["*2.002", "No Function", v1, v2, v3]
      ]
    );
    expect(call(subAlleles, [1, 0, 0]).names).toEqual(["*1/*2"]);
    expect(call(subAlleles, [1, 1, 1])).toMatchObject({outcome: "called", names: ["*1/*2"]});
    expect(call(subAlleles, [2, 1, 0])).toMatchObject({outcome: "called", names: ["*2/*2"]});
    expect(call(subAlleles, [1, 0, 1]).outcome).toBe("unexplained");
  });

  it("puts several variants on one copy where they are named singly and two copies cannot hold them apart", () => {
    const single = smallGene(
      [v1, v2, v3],
      [
        ["Reference", "Normal Function"],
        ["c.1A>G", "No Function", v1],
        ["c.2delA", "Normal Function", v2],
        ["c.3A>T", "Decreased Function", v3]
      ],
      {
        variantsNamedSingly: true,
        method: "score",
        scores: [
          {phenotype: "Poor Metabolizer", least: 0, includesLeast: true, most: 1, includesMost: false},
          {phenotype: "Intermediate Metabolizer", least: 1, includesLeast: true, most: 2, includesMost: false},
          {phenotype: "Normal Metabolizer", least: 2, includesLeast: true, most: 2, includesMost: true}
        ]
      }
    );
    expect(call(single, [1, 1, 0]).names).toEqual(["c.1A>G/c.2delA"]);
    expect(call(single, [1, 2, 0])).toEqual({
      outcome: "called",
      names: ["c.1A>G + c.2delA/c.2delA"],
      phenotypes: ["Intermediate Metabolizer"]
    });
    expect(call(single, [1, 1, 1])).toEqual({
      outcome: "ambiguous",
      names: ["c.1A>G + c.3A>T/c.2delA", "c.1A>G + c.2delA/c.3A>T", "c.1A>G/c.2delA + c.3A>T"],
      phenotypes: ["Intermediate Metabolizer", "Poor Metabolizer"]
    });
    expect(call(single, [1, 2, -1]).outcome).toBe("missing");
    // A copy may have one star allele only.
    expect(call({...single, variantsNamedSingly: false}, [1, 2, 0]).outcome).toBe("unexplained");
  });
});

describe.each(["GRCh37", "GRCh38"] as const)("callDiplotypes(gene, assay, counts, copies) on %s", (build) => {
  itWithTables(
    "finds, from the genotypes of every pair of alleles, exactly the pairs that have these genotypes",
    async () => {
      const {genes} = await readPypgx(build);
      let [told, ambiguous] = [0, 0];
      const wrong: string[] = [];
      for (const gene of genes) {
        if (gene.variants.length === 0) continue;
        const tolerant = gene.alleles.some(({carries}) => carries.includes(2));
        const assay = wholeAssay(gene);
        const all = carriers(gene);
        const pairsOf = new Map<string, {counts: Int8Array; names: string[]}>();
        for (const [i, a] of all.entries())
          for (const b of all.slice(i)) {
            const counts = Int8Array.from(a.carries, (c, v) => c + b.carries[v]);
            const same = pairsOf.get(counts.join("")) ?? {counts, names: []};
            same.names.push(`${gene.alleles[a.allele].name}/${gene.alleles[b.allele].name}`);
            pairsOf.set(counts.join(""), same);
          }
        for (const {counts, names} of pairsOf.values()) {
          const {outcome, candidates} = callDiplotypes(gene, assay, counts, 2);
          const found = candidates.map(({name}) => name).sort();
          const isRight = tolerant ? names.every((name) => found.includes(name)) : found.join() === names.sort().join();
          if (!isRight || outcome !== (candidates.length === 1 ? "called" : "ambiguous"))
            wrong.push(`${gene.name}: ${names.join(", ")} as ${found.join(", ")}`);
          if (names.length === 1) told++;
          else ambiguous++;
        }
      }
      expect(wrong).toEqual([]);
      // Nearly all pairs of alleles have genotypes of their own; 99 sets of genotypes belong to several pairs.
      expect({told, ambiguous}).toEqual({told: build === "GRCh37" ? 43_202 : 43_152, ambiguous: 99});
    },
    120_000
  );
});
