import {describe, expect, it} from "vitest";
import {randomStream} from "../../../data-loaders/sources/synthetic/randomStream.js";
import {assignPeople, learnAncestry, type AncestryModel} from "../../../data-loaders/tables/ancestry/learnAncestry.js";
import {projectOnReference} from "../../../data-loaders/tables/ancestry/projections.js";
import {alleleFrequencies} from "../../../data-loaders/tables/structure/alleleFrequencies.js";
import {standardisedGenotypes} from "../../../data-loaders/tables/structure/principalComponents.js";
import {readSuperPopulations} from "../../release/ancestryCohort.js";
import {readBedFiles, takePeople, writeBedFiles, type BedFiles} from "../../release/bedFiles.js";
import {itWith} from "../../require.js";
import {inPlinkFolder} from "../structure/plinkFolder.js";
import {packedOf} from "../structure/packedOf.js";

const chr22 = new URL("../../../../shared/data/kg2504-chr22/cineca_synthetic_subset", import.meta.url).pathname;
const rules = {least: 0.9, callRateMin: 0.5, strangers: 0.001};

/** Copies in people of groups that have drifted apart a little, each person drawn by `groupOf`. */
function drawn(groupOf: number[], variants: number, groups: number, fst: number, seed: number): number[][] {
  const random = randomStream(seed, "drawn");
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Array.from({length: variants}, () => {
    const ancestral = 0.1 + 0.8 * random();
    const sd = Math.sqrt(fst * ancestral * (1 - ancestral));
    const frequencies = Array.from({length: groups}, () => Math.min(0.97, Math.max(0.03, ancestral + sd * normal())));
    return groupOf.map((group) => Number(random() < frequencies[group]) + Number(random() < frequencies[group]));
  });
}

async function learnedOf(copies: number[][], codes: number[], groups: number): Promise<AncestryModel> {
  const packed = packedOf(copies);
  const included = Uint8Array.from(codes, (code) => Number(code >= 0));
  const standardised = await standardisedGenotypes(packed, included);
  const learned = await learnAncestry(standardised, Int16Array.from(codes), groups, randomStream(1, "start"));
  if ("problem" in learned) throw new Error(learned.problem);
  return learned;
}

const meanOf = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Means of groups on a component: of reference people, and of others as they are projected and as they are placed. */
async function meansOf(
  learned: AncestryModel,
  copies: number[][],
  referenceCodes: number[],
  codes: number[],
  component: number
) {
  const {components, placed, place} = learned;
  const {along, apart} = await projectOnReference(packedOf(copies), components, placed);
  const count = components.eigenvalues.length;
  const length = Math.sqrt(components.eigenvalues[component] * components.usedVariants);
  const own = referenceCodes.map((_, person) => components.scores[person * count + component] * length);
  const plain = codes.map((_, person) => along[person * placed + component]);
  const corrected = codes.map(
    (_, person) => place(along.subarray(person * placed, (person + 1) * placed), apart[person])[component]
  );
  return [...new Set(codes)].sort().map((group) => {
    const of = (values: number[], groups: number[]): number[] => values.filter((_, person) => groups[person] === group);
    const [reference, others] = [of(own, referenceCodes), of(corrected, codes)];
    const variance = (values: number[]): number => meanOf(values.map((value) => (value - meanOf(values)) ** 2));
    const error = Math.sqrt(variance(reference) / reference.length + variance(others) / others.length);
    return {reference: meanOf(reference), plain: meanOf(of(plain, codes)), placed: meanOf(others), error};
  });
}

describe("learnAncestry(genotypes, codes, groups, random) and its places", () => {
  it("puts people who were not in the reference where the reference's are, while plain projections are drawn to 0", async () => {
    // Weak groups and few people: a component is a good part noise.
    const codes = Array.from({length: 240}, (_, i) => i % 3);
    const copies = drawn([...codes, ...codes], 3000, 3, 0.012, 7);
    const learned = await learnedOf(
      copies.map((row) => row.slice(0, 240)),
      codes,
      3
    );
    expect(learned.model.dimensions).toBe(2);
    for (const component of [0, 1]) {
      const means = await meansOf(
        learned,
        copies.map((row) => row.slice(240)),
        codes,
        codes,
        component
      );
      const farthest = means.reduce((a, b) => (Math.abs(b.reference) > Math.abs(a.reference) ? b : a));
      expect(Math.abs(farthest.plain / farthest.reference)).toBeLessThan(0.85);
      expect(Math.abs(farthest.placed / farthest.reference - 1)).toBeLessThan(0.06);
    }
  });

  itWith("kg2504-chr22/cineca_synthetic_subset.bed")(
    "does so for the 1000 Genomes: the held-out half's means of groups are the reference's, within their error",
    async () => {
      const {files, codes} = chr22Halves();
      const learned = await learnedOf(files[0].copies, codes[0], 5);
      for (const component of [0, 1, 2, 3])
        for (const {reference, placed, error} of await meansOf(learned, files[1].copies, codes[0], codes[1], component))
          expect(Math.abs(placed - reference) / error).toBeLessThan(3.3);
    },
    60_000
  );

  itWith("kg2504-chr22/cineca_synthetic_subset.bed", "plink2")(
    "has the components and the plain projections of plink2 --pca allele-wts and --score",
    () =>
      inPlinkFolder(async ({prefix, run, lines}) => {
        const {files, codes} = chr22Halves();
        writeBedFiles(`${prefix}ref`, files[0]);
        writeBedFiles(`${prefix}new`, files[1]);
        run("plink2", `--bfile ${prefix}ref --freq counts --pca 4 allele-wts`);
        const weights = lines("eigenvec.allele");
        const [header] = weights.map((line) => line.split("\t"));
        const first = header.indexOf("PC1") + 1;
        const values = lines("eigenval").map(Number);
        const learned = await learnedOf(files[0].copies, codes[0], 5);
        const {components, placed} = learned;
        const count = components.eigenvalues.length;
        [0, 1, 2, 3].forEach((c) => expect(components.eigenvalues[c] / values[c]).toBeCloseTo(1, 3));
        const own = lines("eigenvec")
          .slice(1)
          .map((line) => line.split("\t").slice(-4).map(Number));
        for (const c of [0, 1, 2, 3]) {
          const scores = own.map((_, person) => components.scores[person * count + c]);
          expect(
            Math.abs(
              correlation(
                scores,
                own.map((row) => row[c])
              )
            )
          ).toBeGreaterThan(0.9999);
        }
        run(
          "plink2",
          `--bfile ${prefix}new --read-freq ${prefix}.acount --score ${prefix}.eigenvec.allele ` +
            `${header.indexOf("ID") + 1} ${header.indexOf("A1") + 1} header-read no-mean-imputation variance-standardize ` +
            `--score-col-nums ${first}-${first + 3}`
        );
        const projected = lines("sscore")
          .slice(1)
          .map((line) => line.split("\t").slice(-4).map(Number));
        const {along, called} = await projectOnReference(packedOf(files[1].copies), components, placed);
        // plink takes what is missing for the mean; here it is left out.
        const whole = [...called.keys()].filter((person) => called[person] === 1);
        expect(whole.length).toBeGreaterThan(1000);
        for (const c of [0, 1, 2, 3]) {
          const ours = whole.map((person) => along[person * placed + c]);
          const theirs = whole.map((person) => projected[person][c]);
          expect(Math.abs(correlation(ours, theirs))).toBeGreaterThan(0.9999);
        }
      }),
    60_000
  );
});

describe("learnAncestry(genotypes, codes, groups, random)", () => {
  it("does not say more than markers tell: groups that are alike are refused", async () => {
    const codes = Array.from({length: 80}, (_, i) => i % 2);
    const packed = packedOf(
      drawn(
        codes.map(() => 0),
        400,
        1,
        0,
        3
      )
    );
    const standardised = await standardisedGenotypes(packed, new Uint8Array(80).fill(1));
    expect(await learnAncestry(standardised, Int16Array.from(codes), 2, randomStream(1, "start"))).toEqual({
      problem: "has groups that 400 markers do not tell apart; use more markers or fewer groups"
    });
  });

  it("learns nothing from people without a group", async () => {
    const codes = Array.from({length: 120}, (_, i) => i % 3);
    const copies = drawn(codes, 800, 3, 0.1, 4);
    const learned = await learnedOf(
      copies,
      codes.map((code) => (code === 2 ? -1 : code)),
      2
    );
    const shown = await learnedOf(
      copies.map((row) => row.filter((_, i) => codes[i] !== 2)),
      codes.filter((code) => code !== 2),
      2
    );
    expect(learned.model.dimensions).toBe(1);
    expect(learned.model.groups[0].mean[0]).toBeCloseTo(shown.model.groups[0].mean[0], 3);
    const groups = await assignPeople(packedOf(copies), new Uint8Array(120).fill(1), learned, rules);
    const third = [...groups].filter((_, i) => codes[i] === 2);
    const first = [...groups].filter((_, i) => codes[i] === 0);
    expect(first.filter((group) => group === 0).length).toBeGreaterThan(37);
    expect(third.filter((group) => group === -1).length).toBeGreaterThan(30);
  });
});

describe("assignPeople(packed, included, model, rules)", () => {
  it("assigns nobody who is left out of the cohort, and fewer the more sure one has to be", async () => {
    const codes = Array.from({length: 150}, (_, i) => i % 3);
    const copies = drawn([...codes, ...codes], 150, 3, 0.05, 5);
    const reference = copies.map((row) => row.slice(0, 150));
    const others = packedOf(copies.map((row) => row.slice(150)));
    const learned = await learnedOf(reference, codes, 3);
    const assigned = async (least: number): Promise<number> =>
      (await assignPeople(others, new Uint8Array(150).fill(1), learned, {...rules, least})).filter((one) => one >= 0)
        .length;
    const counts = [await assigned(0.6), await assigned(0.9), await assigned(0.99), await assigned(1)];
    expect(counts).toEqual([...counts].sort((a, b) => b - a));
    expect(counts[0]).toBeGreaterThan(counts[2]);
    const half = Uint8Array.from(codes, (_, i) => i % 2);
    const groups = await assignPeople(others, half, learned, rules);
    expect([...groups].filter((group, i) => half[i] === 0 && group >= 0)).toEqual([]);
    expect([...(await alleleFrequencies(others, half))].every((frequency) => frequency >= 0)).toBe(true);
  });
});

/** Even people of the 1000 Genomes and their groups, and odd ones: common variants of one chromosome, one in two. */
function chr22Halves(): {files: [BedFiles, BedFiles]; codes: [number[], number[]]} {
  const all = readBedFiles(chr22);
  const superPopulation = readSuperPopulations();
  const groups = [...new Set(superPopulation.values())].sort();
  const isCommon = (row: number[]): boolean => {
    const called = row.filter((copy) => !Number.isNaN(copy));
    const frequency = meanOf(called) / 2;
    return called.length > 0.99 * row.length && Math.min(frequency, 1 - frequency) > 0.1;
  };
  const chosen = all.copies.flatMap((row, v) => (isCommon(row) && v % 2 === 0 ? v : []));
  const files = {ids: all.ids, variants: chosen.map((v) => all.variants[v]), copies: chosen.map((v) => all.copies[v])};
  const halves = [0, 1].map((rest) => all.ids.flatMap((_, i) => (i % 2 === rest ? i : [])));
  const codeOf = (i: number): number => groups.indexOf(superPopulation.get(all.ids[i])!);
  return {
    files: [takePeople(files, halves[0]), takePeople(files, halves[1])],
    codes: [halves[0].map(codeOf), halves[1].map(codeOf)]
  };
}

function correlation(a: number[], b: number[]): number {
  const [x, y] = [meanOf(a), meanOf(b)];
  const product = (p: number[], q: number[], m: number, n: number): number =>
    p.reduce((sum, value, i) => sum + (value - m) * (q[i] - n), 0);
  return product(a, b, x, y) / Math.sqrt(product(a, a, x, x) * product(b, b, y, y));
}
