import {readFileSync} from "node:fs";
import {parse} from "csv-parse/sync";
import {describe, expect} from "vitest";
import {phenotypeOf} from "../../../data-loaders/tables/pharmacogenomics/phenotypeOf.js";
import type {PgxGene} from "../../../src/model/pharmacogenomics.js";
import {itWith} from "../../require.js";
import {pypgxTable, pypgxTables, readPypgx} from "./pypgxTables.js";

const itWithTables = itWith(pypgxTables);

function rowsOf(subject: string): Record<string, string>[] {
  return parse(readFileSync(pypgxTable(subject)), {columns: true});
}

function alleleOf(gene: PgxGene, name: string): number {
  return gene.alleles.findIndex((allele) => allele.name === name);
}

describe("phenotypeOf(gene, copies)", () => {
  itWithTables("agrees with every row of the table of diplotypes, whichever copy comes first", async () => {
    const {genes} = await readPypgx("GRCh38");
    const agreed: Record<string, number> = {};
    const wrong: string[] = [];
    for (const {Gene, Diplotype, Phenotype} of rowsOf("diplotype")) {
      const gene = genes.find(({name}) => name === Gene)!;
      const names = Diplotype.split("/");
      const [a, b] = names.map((name) => alleleOf(gene, name));
      if (names.length !== 2 || a < 0 || b < 0) {
        // The only row that cannot be read names an allele that the table of alleles does not have.
        expect(Diplotype).toBe("*15/*15c");
        continue;
      }
      // A man's one X chromosome is a single copy.
      const copies = gene.alleles[b].isAbsentChromosome ? [[a]] : [[a], [b]];
      for (const order of [copies, [...copies].reverse()])
        if (phenotypeOf(gene, order) !== Phenotype) wrong.push(`${Gene} ${Diplotype}`);
      agreed[Gene] = (agreed[Gene] ?? 0) + 1;
    }
    expect(wrong).toEqual([]);
    expect(agreed).toEqual({
      ABCG2: 3,
      CACNA1S: 6,
      CFTR: 861,
      CYP2B6: 702,
      CYP2C19: 630,
      CYP3A5: 45,
      F5: 3,
      G6PD: 17_765,
      IFNL3: 10,
      "MT-RNR1": 24,
      NUDT15: 45,
      RYR1: 1225,
      SLCO1B1: 990,
      TPMT: 946,
      UGT1A1: 45
    });
  });

  // The ranges of the table of equations, written out: CYP2C9 and DPYD are poor below 1, intermediate below 2, normal at 2.
  itWithTables.each(["CYP2C9", "DPYD"])("follows the activities of both alleles for every pair of %s", async (name) => {
    const {genes} = await readPypgx("GRCh38");
    const gene = genes.find((g) => g.name === name)!;
    const alleles = rowsOf("allele").filter((row) => row.Gene === name);
    const seen = new Set<string>();
    const wrong: string[] = [];
    for (const a of alleles)
      for (const b of alleles) {
        const score = Number(a.ActivityScore) + Number(b.ActivityScore);
        const expected = Number.isNaN(score)
          ? "Indeterminate"
          : `${score < 1 ? "Poor" : score < 2 ? "Intermediate" : "Normal"} Metabolizer`;
        const copies = [a, b].map(({StarAllele}) => [alleleOf(gene, StarAllele)]);
        expect(phenotypeOf(gene, copies), `${a.StarAllele}/${b.StarAllele}`).toBe(expected);
        seen.add(expected);
      }
    expect(wrong).toEqual([]);
    expect(seen.size).toBe(name === "DPYD" ? 3 : 4);
  });

  itWithTables("has no phenotype for VKORC1, for which the tables have none", async () => {
    const gene = (await readPypgx("GRCh38")).genes.find(({name}) => name === "VKORC1")!;
    expect(rowsOf("diplotype").some(({Gene}) => Gene === "VKORC1")).toBe(false);
    expect(phenotypeOf(gene, [[0], [1]])).toBe(null);
  });

  itWithTables("says of pairs that the table leaves out what it says of all pairs of the same functions", async () => {
    const {genes} = await readPypgx("GRCh38");
    const of = (name: string, a: string, b: string) => {
      const gene = genes.find((g) => g.name === name)!;
      return phenotypeOf(gene, [[alleleOf(gene, a)], [alleleOf(gene, b)]]);
    };
    // NUDT15 *10 and *4 are of uncertain function alike; the table has *1/*4 and *2/*4, but nothing of *10.
    expect(of("NUDT15", "*1", "*10")).toBe("Indeterminate");
    expect(of("NUDT15", "*2", "*10")).toBe("Possible Intermediate Metabolizer");
    // CYP2C19 *39 alone is of unknown function, and the table has nothing of it.
    expect(of("CYP2C19", "*1", "*39")).toBe(null);
  });

  itWithTables("takes the lowest activity of several variants on one copy", async () => {
    const gene = (await readPypgx("GRCh38")).genes.find(({name}) => name === "DPYD")!;
    const [reference, half, none, normal] = ["Reference", "c.557A>G", "c.1905+1G>A (*2A)", "c.496A>G"].map((name) =>
      alleleOf(gene, name)
    );
    expect(phenotypeOf(gene, [[reference], [half, normal]])).toBe("Intermediate Metabolizer");
    expect(phenotypeOf(gene, [[half, none], [reference]])).toBe("Intermediate Metabolizer");
    expect(phenotypeOf(gene, [[half, normal], [none]])).toBe("Poor Metabolizer");
  });
});
