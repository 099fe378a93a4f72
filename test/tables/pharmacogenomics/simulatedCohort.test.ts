import {describe, expect, it} from "vitest";
import {openCohort} from "../../../data-loaders/sources/openCohort.js";
import {readShard} from "../../../data-loaders/sources/readShard.js";
import {drawDiplotypes} from "../../../data-loaders/sources/synthetic/drawMedicines.js";
import {medicineGenes} from "../../../data-loaders/sources/synthetic/medicineAlleles.js";
import {syntheticModel} from "../../../data-loaders/sources/synthetic/syntheticModel.js";
import {callCohort, type GeneCalls} from "../../../data-loaders/tables/pharmacogenomics/callCohort.js";
import {collectGenotypes, joinGenotypes} from "../../../data-loaders/tables/pharmacogenomics/collectGenotypes.js";
import {pharmacogenomicsTables} from "../../../data-loaders/tables/pharmacogenomics/pharmacogenomicsTables.js";
import {phenotypeOf} from "../../../data-loaders/tables/pharmacogenomics/phenotypeOf.js";
import {readShipped} from "./shippedTables.js";

const {people, shards} = await openCohort(
  new URL("../../../data-loaders/cohorts/synthetic.yaml", import.meta.url).pathname
);
const definitions = await readShipped();
/** Only shards with one of the genes are drawn: the others hold nothing to call. */
const parts = await Promise.all(
  shards.map(async (shard) => {
    const collected = collectGenotypes(definitions, people.total);
    if (shard.kind === "synthetic") {
      const {medicines} = syntheticModel(shard);
      const isThere = Array.from({length: shard.endBlock - shard.firstBlock}, (_, i) => shard.firstBlock + i).some(
        (b) => medicines.has(b)
      );
      if (isThere) for await (const batch of readShard(shard)) collected.add(batch);
    }
    return collected.finish();
  })
);
const called = callCohort(definitions, joinGenotypes(parts), people);
const {roster} = syntheticModel(shards[0] as Extract<(typeof shards)[number], {kind: "synthetic"}>);

/** Indices of the alleles that the simulation gave a person, ascending. */
function truthOf(calls: GeneCalls): (person: number) => number[] {
  const drawnGene = medicineGenes.find(({gene}) => gene === calls.gene.name)!;
  const drawn = drawDiplotypes(1, drawnGene, roster);
  const places = [calls.gene.referenceAllele, ...drawnGene.alleles.map(({name}) => name)].map((name) =>
    calls.gene.alleles.findIndex((allele) => allele.name === name)
  );
  return (person) => [places[drawn[2 * person]], places[drawn[2 * person + 1]]].sort((a, b) => a - b);
}

describe("calls in the default cohort, whose diplotypes are known", () => {
  it.each(medicineGenes.map(({gene}) => gene))("%s: are right, or say that they are ambiguous", (name) => {
    const calls = called.find(({gene}) => gene.name === name)!;
    expect(calls.assay.refused).toBeNull();
    const truth = truthOf(calls);
    let [certain, ambiguous, missing] = [0, 0, 0];
    calls.callOf.forEach((call, person) => {
      expect(call >= 0).toBe(people.included[person] === 1);
      if (call < 0) return;
      const {outcome, candidates, phenotypes} = calls.calls[call];
      if (outcome === "missing") return void (missing += 1);
      const pair = truth(person);
      expect(candidates.some(({copies}) => copies.flat().join() === pair.join())).toBe(true);
      expect(outcome).toBe(candidates.length === 1 ? "called" : "ambiguous");
      if (outcome === "called") {
        certain += 1;
        expect(phenotypes).toEqual([
          phenotypeOf(
            calls.gene,
            pair.map((allele) => [allele])
          )
        ]);
      } else ambiguous += 1;
    });
    const all = certain + ambiguous + missing;
    expect(certain / all).toBeGreaterThan(0.5);
    // Four calls in a thousand are missing at every site.
    expect(missing / all).toBeLessThan(0.01);
    if (calls.gene.variants.length === 1) expect(missing).toBeGreaterThan(0);
    else expect(ambiguous).toBeGreaterThan(0);
  });

  it("TPMT: two variants on unphased chromosomes are *1/*3A or *3B/*3C, weighed by how common these are", () => {
    const calls = called.find(({gene}) => gene.name === "TPMT")!;
    const both = calls.calls.find(
      ({candidates}) => candidates.map(({name}) => name).join(" or ") === "*1/*3A or *3B/*3C"
    )!;
    expect(both.outcome).toBe("ambiguous");
    expect(both.phenotypes).toEqual(["Intermediate Metabolizer", "Poor Metabolizer"]);
  });

  it("shares lie within least and most, which hold the truth, in every group and for every phenotype", () => {
    const {phenotypes} = pharmacogenomicsTables(definitions, called, people, "ancestry");
    const {levels, codes} = people.strata.find((stratum) => stratum.name === "ancestry")!;
    let rows = 0;
    for (const calls of called.filter(({assay}) => assay.refused === null)) {
      const truth = truthOf(calls);
      const trueOf = Array.from(calls.callOf, (call, person) =>
        call < 0 || calls.calls[call].candidates.length === 0
          ? null
          : phenotypeOf(
              calls.gene,
              truth(person).map((allele) => [allele])
            )
      );
      for (const row of phenotypes.filter(({gene}) => gene === calls.gene.name)) {
        const n = trueOf.filter(
          (found, person) => found === row.phenotype && (row.group === "all" || levels[codes[person]] === row.group)
        ).length;
        expect(n).toBeGreaterThanOrEqual(row.least);
        expect(n).toBeLessThanOrEqual(row.most);
        // What is not certain is estimated to within a few people, of some 20,000.
        expect(Math.abs(row.share * row.people - n), `${row.gene} ${row.phenotype} ${row.group}`).toBeLessThan(20);
        rows += 1;
      }
    }
    expect(rows).toBe(6 * 23);
  });

  it("nobody's CYP2D6 is called, and CYP2C9 says which alleles its two variants do not show", () => {
    const of = (name: string): GeneCalls => called.find(({gene}) => gene.name === name)!;
    expect(of("CYP2D6").assay.refused).toMatch(/^copies of CYP2D6 are lost, gained or hybrid \(\*5\)/);
    expect(of("CYP2D6").callOf.every((call) => call === -1)).toBe(true);
    expect(of("CYP2C9").assay.hidden.map(({allele, looksLike}) => [allele, looksLike])).toEqual([
      ["*5", "*1"],
      ["*6", "*1"],
      ["*8", "*1"],
      ["*11", "*1"]
    ]);
  });
});
