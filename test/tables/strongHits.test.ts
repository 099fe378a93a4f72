import {describe, expect, it} from "vitest";
import {mantelHaenszel} from "../../src/kernels/mantelHaenszel.js";
import {Ploidy, type People, type StratumVariable, type TraitValues} from "../../data-loaders/sources/cohort.js";
import {createCounter} from "../../data-loaders/tables/countGenotypes.js";
import {divideCountsPlainly} from "../../data-loaders/tables/divideCounts.js";
import {layOutStrata} from "../../data-loaders/tables/strataLayout.js";
import {findCaseControlTrait, genomeWideZ, strongHits} from "../../data-loaders/tables/strongHits.js";
import {packGenotypes} from "../disclosure/noise/packGenotypes.js";
import {seededRandom} from "../disclosure/noise/seededBits.js";

function peopleWith(strata: StratumVariable[], traits: TraitValues[], included?: number[]): People {
  const total = strata[0]?.codes.length ?? traits[0].values.length;
  return {
    total,
    included: Uint8Array.from(included ?? Array.from({length: total}, () => 1)),
    sex: Uint8Array.from({length: total}, (_, i) => 1 + (i % 2)),
    strata,
    age: null,
    tokens: new Uint8Array(),
    traits,
    covariates: [],
    left: {withdrawn: 0, noConsent: 0, notInSampleFile: 0}
  };
}

const stratum = (name: string, levels: string[], codes: number[]): StratumVariable => ({
  name,
  levels,
  codes: Int16Array.from(codes)
});
const trait = (id: string, values: number[], kind: "binary" | "quantitative" = "binary"): TraitValues => ({
  id,
  label: `label of ${id}`,
  kind,
  values: Float64Array.from(values)
});

describe("findCaseControlTrait(people, layout)", () => {
  const ancestry = stratum("ancestry", ["AFR", "EUR"], [0, 0, 1, 1, 1, 0]);
  const status = stratum("status", ["case", "control"], [0, 1, 0, 1, 1, 1]);
  const disease = trait("EFO_1", [1, 0, 1, 0, 0, 0]);
  const find = (people: People) => findCaseControlTrait(people, layOutStrata(people));

  it("finds the trait that a stratum tells, with the status of each combination", () => {
    const people = peopleWith([ancestry, status], [disease]);
    expect(find(people)).toEqual({
      id: "EFO_1",
      label: "label of EFO_1",
      variable: "status",
      status: Int8Array.of(1, 0, 1, 0),
      cases: 2,
      controls: 4
    });
  });

  it("takes the first such trait, and no quantitative one", () => {
    const height = trait("height", [1, 0, 1, 0, 0, 0], "quantitative");
    const other = trait("EFO_2", [1, 1, 0, 0, 1, 1]);
    expect(find(peopleWith([ancestry, status], [height, other, disease, {...disease, id: "EFO_3"}]))?.id).toBe("EFO_1");
  });

  it("finds none where a level has cases and controls, or only one of them exists", () => {
    expect(find(peopleWith([ancestry], [disease]))).toBeNull();
    expect(find(peopleWith([status], [trait("EFO_1", [0, 0, 0, 0, 0, 0])]))).toBeNull();
    expect(find(peopleWith([status], []))).toBeNull();
    expect(find(peopleWith([status], [trait("EFO_1", [1, 0, NaN, 0, 0, 0])]))).toBeNull();
  });

  it("leaves people out who are neither, and does not look at those who are not counted", () => {
    const three = stratum("status", ["case", "control", "unknown"], [0, 1, 2, 1, 1, 0]);
    const values = [1, 0, NaN, 0, 0, 0];
    expect(find(peopleWith([three], [trait("EFO_1", values)], [1, 1, 1, 1, 1, 0]))).toMatchObject({
      variable: "status",
      status: Int8Array.of(1, 0, -1),
      cases: 1,
      controls: 3
    });
    expect(find(peopleWith([three], [trait("EFO_1", values)]))).toBeNull();
  });
});

describe("strongHits(batch, counts, layout, trait, leastZ)", () => {
  const total = 3001;
  const variants = 60;
  const planted = 17;
  const random = seededRandom(3);
  const ancestryCodes = Array.from({length: total}, () => Math.floor(random() * 3));
  // Cases are commoner in one ancestry: tested in all people together, its common alleles would stand out.
  const isCase = ancestryCodes.map((code) => Number(random() < [0.1, 0.3, 0.5][code]));
  const frequencies = Array.from({length: variants}, () => [0.1, 0.3, 0.6].map((p) => p + 0.2 * random()));
  const copies = frequencies.map((ofAncestry, v) =>
    ancestryCodes.map((code, person) => {
      if (random() < 0.02) return -1;
      const p = ofAncestry[code] + (v === planted && isCase[person] ? 0.12 : 0);
      return Number(random() < p) + Number(random() < p);
    })
  );
  const codeOfCopies = [3, 2, 0];
  const people = peopleWith(
    [
      stratum("ancestry", ["AFR", "AMR", "EUR"], ancestryCodes),
      stratum(
        "status",
        ["case", "control"],
        isCase.map((one) => 1 - one)
      )
    ],
    [trait("EFO_1", isCase)],
    Array.from({length: total}, (_, person) => Number(person % 11 !== 0))
  );
  const layout = layOutStrata(people);
  const found = findCaseControlTrait(people, layout)!;
  const batch = {
    count: variants,
    chrom: Array.from({length: variants}, () => "1"),
    pos: Int32Array.from({length: variants}, (_, v) => v + 1),
    ref: Array.from({length: variants}, () => "A"),
    alt: Array.from({length: variants}, () => "C"),
    rsid: Array.from({length: variants}, () => ""),
    // The last variant is on X.
    ploidy: Uint8Array.from({length: variants}, (_, v) => (v === variants - 1 ? Ploidy.menHaploid : Ploidy.diploid))
  };

  /** Per variant, from individual genotypes. */
  const slow = copies.map((ofVariant) =>
    mantelHaenszel(
      [0, 1, 2].map((code) => {
        const sum = (status: number, allele: (copies: number) => number): number =>
          ofVariant.reduce(
            (n, one, person) =>
              people.included[person] && ancestryCodes[person] === code && isCase[person] === status && one >= 0
                ? n + allele(one)
                : n,
            0
          );
        const alt = (one: number): number => one;
        const ref = (one: number): number => 2 - one;
        return {caseAlt: sum(1, alt), caseRef: sum(1, ref), controlAlt: sum(0, alt), controlRef: sum(0, ref)};
      })
    )
  );

  async function hits(leastZ: number) {
    const codes = copies.flatMap((ofVariant) => ofVariant.map((one) => (one < 0 ? 1 : codeOfCopies[one])));
    const counts = (await createCounter(layout)).count(packGenotypes(codes, variants, total), variants);
    return strongHits(batch, divideCountsPlainly(counts, batch.ploidy, layout), layout, found, leastZ);
  }

  it("equals a slow test of individual genotypes within ancestries, of autosomes only", async () => {
    const all = await hits(0);
    expect(all).toHaveLength(variants - 1);
    all.forEach(({variantId, z, oddsRatio}, v) => {
      expect(variantId).toBe(`1-${v + 1}-A-C`);
      expect(z).toBeCloseTo(slow[v].z, 9);
      expect(oddsRatio).toBeCloseTo(slow[v].oddsRatio, 9);
    });
  });

  it("keeps those of |z| of at least the limit, of either sign", async () => {
    const strong = slow.slice(0, -1).flatMap(({z}, v) => (Math.abs(z) >= 1 ? `1-${v + 1}-A-C` : []));
    expect((await hits(1)).map(({variantId}) => variantId)).toEqual(strong);
    expect(strong.length).toBeLessThan(variants / 2);
    expect((await hits(1)).some(({z}) => z < 0)).toBe(true);
    expect((await hits(slow[planted].z)).length).toBe(1);
    expect((await hits(slow[planted].z * (1 + 1e-9))).length).toBe(0);
  });

  it("finds the planted effect, and nothing else, at the level of a genome-wide search", async () => {
    // scipy.stats.norm.isf(2.5e-8) = 5.451310437845478
    expect(genomeWideZ).toBeCloseTo(5.451310437845478, 12);
    const [hit, ...others] = await hits(genomeWideZ);
    expect(others).toEqual([]);
    expect(hit.variantId).toBe(`1-${planted + 1}-A-C`);
    expect(hit.z).toBeGreaterThan(genomeWideZ);
    expect(hit.oddsRatio).toBeGreaterThan(1.3);
  });
});
