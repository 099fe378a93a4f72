import {describe, expect} from "vitest";
import {inputFile} from "../../../data-loaders/sources/inputFiles.js";
import {openCohort} from "../../../data-loaders/sources/openCohort.js";
import {readShard} from "../../../data-loaders/sources/readShard.js";
import type {AssayOptions} from "../../../data-loaders/tables/pharmacogenomics/assay.js";
import {callCohort} from "../../../data-loaders/tables/pharmacogenomics/callCohort.js";
import {collectGenotypes, joinGenotypes} from "../../../data-loaders/tables/pharmacogenomics/collectGenotypes.js";
import {pharmacogenomicsTables} from "../../../data-loaders/tables/pharmacogenomics/pharmacogenomicsTables.js";
import type {PgxDefinitions} from "../../../src/model/pharmacogenomics.js";
import {itWith} from "../../require.js";
import {genotypesOf} from "./genotypesOf.js";
import {pypgxTables, readPypgx} from "./pypgxTables.js";

async function only(...names: string[]): Promise<PgxDefinitions> {
  const definitions = await readPypgx("GRCh37");
  return {...definitions, genes: definitions.genes.filter(({name}) => names.includes(name))};
}

/** The tables of a cohort that ships with a manifest, each shard collected alone as threads do. */
async function tablesOf(manifest: string, definitions: PgxDefinitions, options?: AssayOptions) {
  const {people, shards} = await openCohort(
    new URL(`../../../data-loaders/cohorts/${manifest}`, import.meta.url).pathname
  );
  const parts = await Promise.all(
    shards.map(async (shard) => {
      const collected = collectGenotypes(definitions, people.total);
      for await (const batch of readShard(shard)) collected.add(batch);
      return collected.finish();
    })
  );
  const calls = callCohort(definitions, joinGenotypes(parts), people, options);
  return pharmacogenomicsTables(definitions, calls, people, "ancestry");
}

describe("pharmacogenomics of the 1000 Genomes", () => {
  // Of CYP2D6 the subset has *3 (rs35742686) alone: 0.0056 in all and 0.019 in EUR.
  // bcftools query -f '[%SAMPLE\t%GT\n]' -i POS=42524243 cineca_synthetic_subset.vcf.gz, joined with the sample panel.
  itWith(pypgxTables, "kg2504-chr22", "panel")(
    "CYP2D6 is refused for its structural alleles; taken to have two copies, *3 has the frequencies that bcftools counts",
    async () => {
      const definitions = await only("CYP2D6");
      const refused = await tablesOf("kg2504-chr22.yaml", definitions);
      expect(refused.genes[0].refused).toBe(
        "copies of CYP2D6 are lost, gained or hybrid (*5, *13, *36, *61, …), which these genotypes do not show"
      );
      expect(refused.alleles).toEqual([]);
      const tables = await tablesOf("kg2504-chr22.yaml", definitions, {assumeTwoCopies: ["CYP2D6"]});
      expect(tables.genes[0]).toMatchObject({variants: 129, assayed: 1, whole: false, refused: null});
      expect(tables.genes[0].hidden.find(({allele}) => allele === "*4")!.looksLike).toBe("*1");
      const found = tables.alleles.filter(({allele}) => allele === "*3");
      expect(found.map(({group, least, copies}) => [group, least, copies])).toEqual([
        ["all", 28, 5008],
        ["AFR", 3, 1322],
        ["AMR", 4, 694],
        ["EUR", 19, 1006],
        ["SAS", 2, 978]
      ]);
      // Three Europeans have two copies, which is more than one would expect: the interval is wider than that of copies.
      const european = found.find(({group}) => group === "EUR")!;
      expect(european.frequency).toBeCloseTo(0.0189, 4);
      expect(european.high - european.low).toBeGreaterThan(0.0295 - 0.0121);
      expect(tables.phenotypes.every(({whole}) => !whole)).toBe(true);
    },
    60_000
  );

  // The file is phased: 6 people are heterozygous for both variants, always on different chromosomes (bcftools query
  // -f '%POS[\t%GT]\n'; haplotypes 00: 487, 01: 79, 10: 34, 11: 0), as is taken for granted without phase.
  itWith(pypgxTables, "eur503-chr20")(
    "ITPA is called whole in 300 Europeans, as phase says",
    async () => {
      const {genes} = await only("ITPA");
      const file = inputFile(
        new URL("../../../../shared/data/eur503-chr20/reference.vcf.gz", import.meta.url).pathname
      );
      const genotypes = await genotypesOf({genes}, file, {people: 300});
      const people = {total: 300, included: new Uint8Array(300).fill(1), sex: new Uint8Array(300), strata: []};
      const calls = callCohort({genes}, genotypes, people);
      const tables = pharmacogenomicsTables({recommendations: [], medicines: []}, calls, people, "ancestry");
      expect(tables.genes[0]).toMatchObject({variants: 2, assayed: 2, whole: true, hidden: []});
      expect(tables.alleles.map(({allele, least, most, copies}) => [allele, least, most, copies])).toEqual([
        ["Reference", 487, 487, 600],
        ["rs1127354", 34, 34, 600],
        ["rs7270101", 79, 79, 600]
      ]);
      expect(new Map(tables.diplotypes.map(({diplotype, least}) => [diplotype, least]))).toEqual(
        new Map([
          ["Reference/Reference", 197],
          ["Reference/rs7270101", 65],
          ["Reference/rs1127354", 28],
          ["rs1127354/rs7270101", 6],
          ["rs7270101/rs7270101", 4]
        ])
      );
    },
    60_000
  );

  // bcftools query as above, POS=19959473: copies of T (2 × 1/1 + heterozygous) of 2 × people.
  itWith(pypgxTables, "kg1126")(
    "COMT is called by the one variant of 29 that the subset has, and says which alleles hide behind it",
    async () => {
      const definitions = await only("COMT", "CYP2C19");
      const tables = await tablesOf("kg1126.yaml", definitions);
      const comt = tables.genes.find(({gene}) => gene === "COMT")!;
      expect(comt).toMatchObject({variants: 29, assayed: 1, whole: false, refused: null});
      expect(comt.hidden).toHaveLength(comt.variants - 1);
      expect(comt.hidden.every(({looksLike}) => looksLike === "Reference")).toBe(true);
      const found = tables.alleles.filter(({allele}) => allele === "rs165815");
      expect(found.map(({group, least, copies}) => [group, least, copies])).toEqual([
        ["all", 1413, 2252],
        ["AFR", 337, 728],
        ["AMR", 364, 524],
        ["EAS", 236, 414],
        ["EUR", 324, 380],
        ["SAS", 152, 206]
      ]);
      expect(tables.genes.find(({gene}) => gene === "CYP2C19")!.refused).toBe(
        "none of its 34 defining variants is in the genotype files"
      );
    },
    120_000
  );
});
