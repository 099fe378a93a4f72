import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {callCohort} from "../../../data-loaders/tables/pharmacogenomics/callCohort.js";
import type {GeneGenotypes} from "../../../data-loaders/tables/pharmacogenomics/collectGenotypes.js";
import {pharmacogenomicsTables} from "../../../data-loaders/tables/pharmacogenomics/pharmacogenomicsTables.js";
import {wilsonInterval} from "../../../src/kernels/wilsonInterval.js";
import type {GeneMedicine, PgxGene, Priority, Recommendation} from "../../../src/model/pharmacogenomics.js";
import {smallGene, withPhenotypes} from "./smallGene.js";

const [v1, v2] = ["200-C-T", "300-GA-G"];
const [normal, intermediate, poor] = ["Normal Metabolizer", "Intermediate Metabolizer", "Poor Metabolizer"];

/** *3A has the variants of *3B and *3C together: heterozygous for both is *1/*3A or *3B/*3C. */
const tpmt: PgxGene = withPhenotypes(
  smallGene(
    [v1, v2],
    [
      ["*1", "Normal Function"],
      ["*3A", "No Function", v1, v2],
      ["*3B", "No Function", v1],
      ["*3C", "No Function", v2]
    ],
    {name: "TPMT", priorities: priorities()}
  ),
  {
    "*1/*1": normal,
    "*1/*3A": intermediate,
    "*1/*3B": intermediate,
    "*1/*3C": intermediate,
    "*3B/*3C": poor,
    "*3A/*3A": poor,
    "*3A/*3B": poor,
    "*3A/*3C": poor,
    "*3B/*3B": poor,
    "*3C/*3C": poor
  }
);

const nudt: PgxGene = withPhenotypes(
  smallGene(
    ["500-G-A"],
    [
      ["*1", "Normal Function"],
      ["*2", "No Function", "500-G-A"]
    ],
    {name: "NUDT15", priorities: priorities()}
  ),
  {"*1/*1": normal, "*1/*2": intermediate, "*2/*2": poor}
);

function priorities(): Map<string, Priority | null> {
  return new Map([
    [normal, "normal"],
    [intermediate, "abnormal"],
    [poor, "abnormal"]
  ]);
}

const pairs = [normal, intermediate, poor, null].flatMap((a) => [normal, intermediate, poor, null].map((b) => [a, b]));

const definitions: {recommendations: Recommendation[]; medicines: GeneMedicine[]} = {
  recommendations: [
    ...pairs.map(([a, b]): Recommendation => ({
      medicine: "azathioprine",
      when: [
        {gene: "NUDT15", phenotype: a},
        {gene: "TPMT", phenotype: b}
      ],
      text: "…",
      class: a === poor || b === poor ? "adverse" : a === intermediate || b === intermediate ? "changed" : "standard"
    })),
    {medicine: "ivacaftor", when: [{gene: "TPMT", phenotype: poor}], text: "…", class: "unrated"},
    {medicine: "thiotepa", when: [{gene: "TPMT", phenotype: poor}], text: "…", class: "ineffective"}
  ],
  medicines: [
    {gene: "TPMT", medicine: "azathioprine", level: "A"},
    {gene: "NUDT15", medicine: "azathioprine", level: "B"}
  ]
};

const codes: Record<string, number> = {"0": 0b11, "1": 0b10, "2": 0b00, ".": 0b01};

/** Genotypes of the drawn copies: a text per variant, a character per person; null = the variant is not in the files. */
function genotypes(gene: PgxGene, ...copies: (string | null)[]): GeneGenotypes {
  const rows = copies.map((text) => {
    if (text === null) return null;
    const row = new Uint8Array(Math.ceil(text.length / 4));
    [...text].forEach((copy, i) => (row[i >> 2] |= codes[copy] << (2 * (i & 3))));
    return row;
  });
  return {gene: gene.name, rows, ploidy: 0, unusable: new Map()};
}

function peopleOf(ancestries: string) {
  const levels = [...new Set(ancestries)].sort();
  return {
    total: ancestries.length,
    included: Uint8Array.from(ancestries, (a) => Number(a !== "-")),
    sex: new Uint8Array(ancestries.length),
    strata: [
      {
        name: "ancestry",
        levels: levels.filter((level) => level !== "-"),
        codes: Int16Array.from(ancestries, (a) => levels.filter((level) => level !== "-").indexOf(a))
      }
    ]
  };
}

function tables(ancestries: string, found: GeneGenotypes[], genes = [tpmt, nudt]) {
  const people = peopleOf(ancestries);
  return pharmacogenomicsTables(definitions, callCohort({genes}, found, people), people, "ancestry");
}

describe("pharmacogenomicsTables(definitions, genes, people, variable)", () => {
  //            people: 0123456789
  const ancestries = "AAAAABBBB-";
  const cohort = tables(ancestries, [genotypes(tpmt, "0110000.22", "010000.022"), genotypes(nudt, "0000121002")]);

  it("counts people by what became of their genotypes, everybody and by group", () => {
    expect(cohort.coverage.filter(({gene}) => gene === "TPMT")).toEqual([
      {
        gene: "TPMT",
        group: "all",
        people: 9,
        called: 6,
        ambiguous: 3,
        ambiguousOnePhenotype: 0,
        unexplained: 0,
        missing: 0
      },
      {
        gene: "TPMT",
        group: "A",
        people: 5,
        called: 4,
        ambiguous: 1,
        ambiguousOnePhenotype: 0,
        unexplained: 0,
        missing: 0
      },
      {
        gene: "TPMT",
        group: "B",
        people: 4,
        called: 2,
        ambiguous: 2,
        ambiguousOnePhenotype: 0,
        unexplained: 0,
        missing: 0
      }
    ]);
  });

  it("counts certain people and bounds those who are not, with an interval of people", () => {
    const row = cohort.phenotypes.find((r) => r.gene === "NUDT15" && r.group === "B" && r.phenotype === intermediate)!;
    const [low, high] = wilsonInterval(1, 4);
    expect(row).toEqual({
      gene: "NUDT15",
      group: "B",
      whole: true,
      phenotype: intermediate,
      priority: "abnormal",
      people: 4,
      least: 1,
      most: 1,
      share: 0.25,
      low,
      high
    });
    const uncertain = cohort.phenotypes.find((r) => r.gene === "TPMT" && r.group === "A" && r.phenotype === poor)!;
    expect(uncertain).toMatchObject({people: 5, least: 0, most: 1});
    expect(uncertain.share).toBeGreaterThan(0);
    expect(uncertain.share).toBeLessThan(0.2);
  });

  it("counts alleles in copies, with what is certain and what is possible", () => {
    const row = cohort.alleles.find((r) => r.gene === "NUDT15" && r.group === "all" && r.allele === "*2")!;
    expect(row).toMatchObject({copies: 18, least: 4, most: 4, frequency: 4 / 18});
    // p = 2/9, one of nine people has two copies: F = (1/9 − 4/81) / (14/81) = 5/14.
    const effective = 18 / (1 + 5 / 14);
    const [low, high] = wilsonInterval((2 / 9) * effective, effective);
    expect(row.low).toBeCloseTo(low, 12);
    expect(row.high).toBeCloseTo(high, 12);
    const uncertain = cohort.alleles.find((r) => r.gene === "TPMT" && r.group === "A" && r.allele === "*3B")!;
    expect(uncertain).toMatchObject({copies: 10, least: 1, most: 2});
  });

  it("lists the diplotypes that anybody has or may have", () => {
    const rows = cohort.diplotypes.filter((r) => r.gene === "TPMT" && r.group === "A");
    expect(rows.map(({diplotype, phenotype, least, most}) => [diplotype, phenotype, least, most])).toEqual([
      ["*1/*1", normal, 3, 3],
      ["*1/*3A", intermediate, 0, 1],
      ["*3B/*3C", poor, 0, 1],
      ["*1/*3B", intermediate, 1, 1]
    ]);
  });

  it("shares people out by what is recommended for all genes of a medicine together", () => {
    const of = (medicine: string | null, result: string, group: string, ...genes: string[]) => {
      const row = cohort.results.find(
        (r) => r.medicine === medicine && r.result === result && r.group === group && r.genes.join() === genes.join()
      )!;
      return [row.people, row.least, row.most];
    };
    // Group A: person 1 is *1/*3A or *3B/*3C, person 2 *1/*3B, person 4 NUDT15 *1/*2; nobody is certainly poor.
    expect(of("azathioprine", "actionable", "A", "NUDT15", "TPMT")).toEqual([5, 3, 3]);
    expect(of("azathioprine", "adverse", "A", "NUDT15", "TPMT")).toEqual([5, 0, 1]);
    // Less effect is no reaction, and where none is feared for anybody, nobody is counted.
    expect(of("thiotepa", "actionable", "A", "TPMT")).toEqual([5, 0, 1]);
    expect(cohort.results.some(({medicine, result}) => medicine === "thiotepa" && result === "adverse")).toBe(false);
    expect(of(null, "actionable", "A", "TPMT")).toEqual([5, 2, 2]);
    expect(of(null, "adverse", "A", "TPMT")).toEqual([5, 0, 1]);
    expect(cohort.results.find(({medicine}) => medicine === "azathioprine")!.level).toBe("A");
    expect(cohort.results.some(({medicine}) => medicine === "ivacaftor")).toBe(false);
  });

  it("uses what is said without a gene whose result is not available, and says that not all is known", () => {
    const found = tables("AAAA", [genotypes(tpmt, null, null), genotypes(nudt, "012.")]);
    const row = found.results.find(
      (r) => r.medicine === "azathioprine" && r.result === "actionable" && r.group === "A"
    )!;
    expect(row).toMatchObject({whole: false, people: 3, least: 2, most: 2});
    expect(found.genes[0]).toEqual({
      gene: "TPMT",
      variants: 2,
      assayed: 0,
      whole: false,
      refused: "none of its 2 defining variants is in the genotype files",
      hidden: [],
      unusable: []
    });
    expect(found.coverage.every(({gene}) => gene === "NUDT15")).toBe(true);
    expect(found.results.some(({medicine}) => medicine === "thiotepa")).toBe(false);
  });

  it("says of how many people the tables say nothing", () => {
    const unrated = {...nudt, diplotypes: new Map([...nudt.diplotypes].filter(([key]) => key !== "0/1"))};
    const only = definitions.recommendations.filter(({when}) => when.every(({phenotype}) => phenotype !== null));
    const people = peopleOf("AAAA");
    const calls = callCohort(
      {genes: [tpmt, unrated]},
      [genotypes(tpmt, "0000", "0000"), genotypes(nudt, "0112")],
      people
    );
    const {results} = pharmacogenomicsTables({...definitions, recommendations: only}, calls, people, "ancestry");
    const of = (medicine: string | null, gene: string) => {
      const row = results.find((r) => r.medicine === medicine && r.group === "A" && r.genes.includes(gene))!;
      return [row.people, row.least, row.most, row.silent];
    };
    expect(of("azathioprine", "NUDT15")).toEqual([4, 1, 1, 2]);
    expect(of(null, "NUDT15")).toEqual([4, 1, 1, 2]);
    expect(of(null, "TPMT")).toEqual([4, 0, 0, 0]);
  });

  it("counts everybody alone where the cohort has no such variable", () => {
    const people = {...peopleOf("AB"), strata: []};
    const calls = callCohort({genes: [nudt]}, [genotypes(nudt, "01")], people);
    const found = pharmacogenomicsTables(definitions, calls, people, "ancestry");
    expect(new Set(found.coverage.map(({group}) => group))).toEqual(new Set(["all"]));
  });

  it("weighs ambiguous people by how common their alleles are in their own group", () => {
    // Where *3B and *3C are never seen apart, heterozygous for both is *1/*3A; where they are common, it need not be.
    const [rare, common] = ["0".repeat(90) + "1".repeat(10), "0".repeat(20) + "1".repeat(40) + "0".repeat(40)];
    const found = tables("A".repeat(100) + "B".repeat(100), [
      genotypes(tpmt, rare + common, rare + "0".repeat(50) + "1".repeat(50)),
      genotypes(nudt, "0".repeat(200))
    ]);
    const share = (group: string) => {
      const row = found.phenotypes.find((r) => r.gene === "TPMT" && r.group === group && r.phenotype === poor)!;
      return row.share / (row.most / row.people);
    };
    expect(found.phenotypes.find((r) => r.gene === "TPMT" && r.group === "A" && r.phenotype === poor)).toMatchObject({
      least: 0,
      most: 10
    });
    expect(share("A")).toBeLessThan(0.001);
    expect(share("B")).toBeGreaterThan(0.1);
  });

  it("adds up: phenotypes and alleles to 1, groups to everybody, and shares lie between their bounds", () => {
    const person = fc.tuple(
      fc.constantFrom("A", "B", "C", "-"),
      fc.constantFrom("0", "1", "2", "."),
      fc.constantFrom("0", "1", "2", "."),
      fc.constantFrom("0", "1", "2", ".")
    );
    fc.assert(
      fc.property(fc.array(person, {minLength: 1, maxLength: 40}), (people) => {
        const column = (i: number) => people.map((p) => p[i]).join("");
        const found = tables(column(0), [genotypes(tpmt, column(1), column(2)), genotypes(nudt, column(3))]);
        for (const row of found.coverage)
          expect(row.called + row.ambiguous + row.unexplained + row.missing).toBe(row.people);
        for (const gene of ["TPMT", "NUDT15"]) {
          const ofGene = found.coverage.filter((row) => row.gene === gene);
          expect(ofGene.slice(1).reduce((sum, row) => sum + row.people, 0)).toBe(ofGene[0].people);
          const explained = ofGene[0].called + ofGene[0].ambiguous;
          if (explained === 0) continue;
          const sumOf = (rows: {gene: string; group: string}[], value: (row: never) => number) =>
            rows
              .filter((row) => row.gene === gene && row.group === "all")
              .reduce((sum, row) => sum + value(row as never), 0);
          expect(sumOf(found.phenotypes, ({share}: {share: number}) => share)).toBeCloseTo(1, 6);
          expect(sumOf(found.diplotypes, ({share}: {share: number}) => share)).toBeCloseTo(1, 6);
          expect(sumOf(found.alleles, ({frequency}: {frequency: number}) => frequency)).toBeCloseTo(1, 6);
        }
        for (const row of [...found.phenotypes, ...found.diplotypes, ...found.results]) {
          if (row.people === 0) continue;
          expect(row.least).toBeLessThanOrEqual(row.share * row.people + 1e-9);
          expect(row.most).toBeGreaterThanOrEqual(row.share * row.people - 1e-9);
          expect(row.low).toBeLessThanOrEqual(row.share + 1e-12);
          expect(row.high).toBeGreaterThanOrEqual(row.share - 1e-12);
        }
      }),
      {seed: 5, numRuns: 60}
    );
  });
});
