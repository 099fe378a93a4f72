import {writeFileSync} from "node:fs";
import {dirname, join} from "node:path";
import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {randomStream} from "../../../data-loaders/sources/synthetic/randomStream.js";
import {clump} from "../../../data-loaders/tables/polygenic/clump.js";
import {constantOnly, leastSquares, type Covariates} from "../../../data-loaders/tables/polygenic/covariateModel.js";
import {elasticNet, penaltyPath} from "../../../data-loaders/tables/polygenic/elasticNet.js";
import {stratifiedFolds} from "../../../data-loaders/tables/polygenic/folds.js";
import {marginalEffects} from "../../../data-loaders/tables/polygenic/marginalEffects.js";
import {centredDosages, collectTraining} from "../../../data-loaders/tables/polygenic/trainingGenotypes.js";
import {squaredCorrelationPlainly} from "../../../data-loaders/tables/structure/correlation.js";
import {itWith} from "../../require.js";
import {packedOf, structuredGenotypes} from "../structure/packedOf.js";
import {inPlinkFolder} from "../structure/plinkFolder.js";
import {readBed} from "../structure/readBed.js";
import {batchesOf, batchOf} from "./batchOf.js";
import {data} from "./readCohortShards.js";
import {minimalStandard} from "./sampleTraits.js";
import {trainingOf} from "./trainingOf.js";

const indices = (n: number): Int32Array => Int32Array.from({length: n}, (_, i) => i);
const genotypes = (people: number, variants: number, seed: number) =>
  trainingOf(structuredGenotypes({people, variants, groups: 2, fst: 0.1, missing: 0.03}, randomStream(seed, "learn")));

describe("collectTraining(batches, people, keep), centredDosages(…)", () => {
  it("keeps the chosen variants, although a reader uses its memory again", async () => {
    const memory = Buffer.alloc(2);
    async function* reused() {
      for (const pos of [100, 200]) {
        const batch = batchOf([
          [`1:${pos}:G:A`, [0, 1, 2, pos / 100]],
          [`1:${pos + 1}:C:T`, [0, 0, 0, 0]]
        ]);
        memory.set(batch.genotypes);
        yield {...batch, genotypes: memory};
      }
    }
    const training = await collectTraining(reused(), 4, (batch, i) => batch.pos[i] % 100 === 0);
    expect({...training, genotypes: [...training.genotypes]}).toEqual({
      chrom: ["1", "1"],
      pos: Int32Array.of(100, 200),
      ref: ["G", "G"],
      alt: ["A", "A"],
      rsid: ["", ""],
      genotypes: [...packedOf([[0, 1, 2, 1], [0, 1, 2, 2]]).genotypes], // prettier-ignore
      variants: 2,
      people: 4
    });
    expect((await collectTraining(batchesOf(), 4, () => true)).variants).toBe(0);
  });

  it("puts missing genotypes at the mean of the people asked for", () => {
    const into = new Float32Array(4);
    const found = centredDosages(packedOf([[0, NaN, 2, 1, 2, 2]]), 0, Int32Array.of(0, 1, 2, 3), into);
    expect([...into]).toEqual([-1, 0, 1, 0]);
    expect(found).toEqual({mean: 1, deviation: Math.sqrt(0.5)});
    expect(centredDosages(packedOf([[NaN, NaN]]), 0, Int32Array.of(0, 1), into)).toEqual({mean: NaN, deviation: 0});
  });
});

describe("marginalEffects(training, people, trait, covariates)", () => {
  it("is least squares of each variant with the covariates", () => {
    const training = genotypes(60, 12, 4);
    const random = randomStream(5, "trait");
    const people = indices(60).filter((i) => i % 5 !== 0);
    const trait = Float64Array.from(people, () => random());
    const covariates = {columns: 2, values: Float64Array.from(Array.from(people, () => [1, random()]).flat())};
    const effects = marginalEffects(training, people, trait, covariates);
    const dosages = new Float32Array(people.length);
    for (let variant = 0; variant < 12; ++variant) {
      centredDosages(training, variant, people, dosages);
      const values = Float64Array.from(
        Array.from(people, (_, i) => [covariates.values[2 * i], covariates.values[2 * i + 1], dosages[i]]).flat()
      );
      const direct = leastSquares({columns: 3, values}, trait)!;
      expect(effects.beta[variant]).toBeCloseTo(direct.coefficients[2], 6);
    }
  });

  itWith(
    "plink2",
    "plink1.9",
    "eur503-chr20/reference.vcf.gz"
  )("is plink2 --glm, with covariates", () =>
    inPlinkFolder(async ({prefix, run, lines}) => {
      run("plink1.9", `--vcf ${data}eur503-chr20/reference.vcf.gz --biallelic-only --maf 0.05 --make-bed`);
      const packed = readBed(prefix);
      const fam = lines("fam").map((line) => line.split(" "));
      const random = randomStream(6, "glm");
      const people = indices(packed.people);
      const covariate = Float64Array.from(people, () => random());
      const trait = Float64Array.from(people, (i) => random() + covariate[i]);
      const folder = dirname(prefix);
      const table = (name: string, column: string, values: Float64Array): string => {
        const file = join(folder, name);
        writeFileSync(
          file,
          `#FID IID ${column}\n${fam.map(([fid, iid], i) => `${fid} ${iid} ${values[i]}`).join("\n")}\n`
        );
        return file;
      };
      run(
        "plink2",
        `--bfile ${prefix} --pheno ${table("y.txt", "y", trait)} --covar ${table("c.txt", "c", covariate)} --glm hide-covar --threads 1`
      );
      const [header, ...rows] = lines("y.glm.linear").map((line) => line.split("\t"));
      const covariates: Covariates = {
        columns: 2,
        values: Float64Array.from(Array.from(covariate, (value) => [1, value]).flat())
      };
      const effects = marginalEffects(trainingOf(packed), people, trait, covariates);
      const bim = lines("bim").map((line) => line.split("\t"));
      rows.forEach((row, i) => {
        const value = (column: string): number => Number(row[header.indexOf(column)]);
        const sign = row[header.indexOf("A1")] === bim[i][4] ? 1 : -1;
        expect(Math.abs(sign * effects.beta[i] - value("BETA"))).toBeLessThan(2e-5 * Math.abs(value("BETA")) + 1e-9);
        expect(Math.abs(effects.se[i] - value("SE"))).toBeLessThan(2e-5 * value("SE"));
        expect(10 ** -effects.minusLog10P[i] / value("P")).toBeCloseTo(1, 3);
      });
      expect(rows.length).toBe(bim.length);
    })
  );
});

describe("clump(training, included, minusLog10P, options)", () => {
  itWith("plink1.9", "eur503-chr20/reference.vcf.gz")(
    "finds the leads that plink1.9 --clump finds in a dense region",
    () =>
      inPlinkFolder(async ({prefix, run, lines}) => {
        run(
          "plink1.9",
          `--vcf ${data}eur503-chr20/reference.vcf.gz --biallelic-only --set-missing-var-ids @:# --maf 0.01 --make-bed`
        );
        const bim = lines("bim").map((line) => line.split("\t"));
        // Some ids come twice: numbers name every variant once.
        writeFileSync(
          `${prefix}.bim`,
          `${bim.map((row, i) => [row[0], `v${i}`, ...row.slice(2)].join("\t")).join("\n")}\n`
        );
        const random = randomStream(8, "p");
        const p = Float64Array.from(bim, () => Number((random() ** 3).toPrecision(6)));
        writeFileSync(`${prefix}.p`, `SNP P\n${bim.map((_, i) => `v${i} ${p[i]}`).join("\n")}\n`);
        const training = {...trainingOf(readBed(prefix)), pos: Int32Array.from(bim, (row) => Number(row[3]))};
        for (const [p1, r2, kb] of [
          [0.001, 0.2, 250],
          [0.01, 0.5, 50],
          [0.0001, 0.05, 1000]
        ]) {
          run(
            "plink1.9",
            `--bfile ${prefix} --clump ${prefix}.p --clump-p1 ${p1} --clump-p2 1 --clump-r2 ${r2} --clump-kb ${kb}`
          );
          const expected = lines("clumped").slice(1).map((line) => line.trim().split(/\s+/)[2]).filter(Boolean); // prettier-ignore
          const leads = await clump(
            training,
            new Uint8Array(training.people).fill(1),
            p.map((value) => -Math.log10(value)),
            {
              minusLog10P: -Math.log10(p1),
              r2,
              distanceBp: 1000 * kb,
              correlation: "haplotypes"
            }
          );
          const found = leads.map((lead) => `v${lead}`);
          expect(found.length).toBeGreaterThan(10);
          expect([...found].sort()).toEqual([...expected].sort());
        }
      })
  );

  it("leaves no two leads near and correlated, and no significant variant without a lead", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({min: 1, max: 40}), fc.nat(), async (variants, seed) => {
        const training = genotypes(30, variants, seed);
        const random = randomStream(seed, "p");
        const minusLog10P = Float64Array.from({length: variants}, () => 4 * random());
        const included = new Uint8Array(30).fill(1);
        const options = {minusLog10P: 1, r2: 0.1, distanceBp: 5000};
        const leads = await clump(training, included, minusLog10P, options);
        const linked = (a: number, b: number) =>
          Math.abs(a - b) <= 5 && squaredCorrelationPlainly(training, included, a, b) >= 0.1;
        for (const a of leads) for (const b of leads) if (a !== b) expect(linked(a, b)).toBe(false);
        minusLog10P.forEach((p, i) => {
          if (p < 1) expect(leads).not.toContain(i);
          else if (!leads.includes(i))
            expect(leads.some((lead) => linked(lead, i) && minusLog10P[lead] >= p)).toBe(true);
        });
      }),
      {seed: 9, numRuns: 40}
    );
  });
});

describe("elasticNet(training, people, trait, covariates, options)", () => {
  /** Least-squares gradient of every standardised variant at a solution, and the standardised solution. */
  function optimum(
    training: ReturnType<typeof genotypes>,
    people: Int32Array,
    trait: Float64Array,
    covariates: Covariates,
    beta: Float64Array
  ) {
    const n = people.length;
    const columns = Array.from(beta, (_, variant) => {
      const x = new Float32Array(n);
      const {deviation} = centredDosages(training, variant, people, x);
      return {x, deviation};
    });
    const rest = trait.map((y, i) => y - columns.reduce((sum, {x}, j) => sum + x[i] * beta[j], 0));
    const {residuals} = leastSquares(covariates, rest)!;
    return columns.map(({x, deviation}, j) => ({
      gradient: deviation === 0 ? 0 : x.reduce((sum, value, i) => sum + value * residuals[i], 0) / n / deviation,
      beta: beta[j] * deviation,
      deviation
    }));
  }

  it("satisfies the conditions of Karush, Kuhn and Tucker, covariates unpenalised", () => {
    fc.assert(
      fc.property(fc.constantFrom(0.1, 0.5, 1), fc.nat(), fc.integer({min: 1, max: 60}), (mixing, seed, variants) => {
        const training = genotypes(50, variants, seed);
        const random = randomStream(seed, "y");
        const people = indices(50).filter((i) => i !== 7);
        const covariate = Float64Array.from(people, () => random());
        const covariates = {columns: 2, values: Float64Array.from(Array.from(covariate, (value) => [1, value]).flat())};
        const trait = covariate.map((value) => 3 * value + random() + (random() < 0.3 ? 1 : 0));
        const lambdas = penaltyPath(training, people, trait, covariates, {mixing, steps: 6, least: 0.02});
        const path = elasticNet(training, people, trait, covariates, {mixing, lambdas, tolerance: 1e-9});
        expect(path[0].used).toBeLessThanOrEqual(1);
        for (const {lambda, beta} of path)
          for (const found of optimum(training, people, trait, covariates, beta)) {
            const off = found.gradient - lambda * (1 - mixing) * found.beta;
            if (found.beta !== 0) expect(Math.abs(off - Math.sign(found.beta) * lambda * mixing)).toBeLessThan(1e-5);
            else expect(Math.abs(off)).toBeLessThan(lambda * mixing + 1e-5);
          }
      }),
      {seed: 10, numRuns: 40}
    );
  });

  it("is soft thresholding for one variant, and least squares without a penalty", () => {
    const training = trainingOf(packedOf([[0, 1, 2, 1, 0, 2, 1, 1]]));
    const trait = Float64Array.of(1, 2, 4, 1, 0, 5, 3, 2);
    const people = indices(8);
    const [{beta: free}] = elasticNet(training, people, trait, constantOnly(8), {
      mixing: 1,
      lambdas: [0],
      tolerance: 1e-9
    });
    // numpy.polyfit([0, 1, 2, 1, 0, 2, 1, 1], [1, 2, 4, 1, 0, 5, 3, 2], 1): 2.0
    expect(free[0]).toBeCloseTo(2, 5);
    const deviation = Math.sqrt(0.5);
    const [{beta}] = elasticNet(training, people, trait, constantOnly(8), {
      mixing: 0.5,
      lambdas: [0.4],
      tolerance: 1e-9
    });
    expect(beta[0]).toBeCloseTo((2 * deviation - 0.2) / (1 + 0.2) / deviation, 5);
  });
});

describe("stratifiedFolds(strata, folds, random)", () => {
  it("divides every stratum as evenly as can be, everybody once", () => {
    const strata = fc.array(fc.integer({min: -1, max: 3}), {maxLength: 80});
    fc.assert(
      fc.property(strata, fc.integer({min: 2, max: 6}), fc.integer({min: 1, max: 1000}), (codes, folds, seed) => {
        const found = stratifiedFolds(codes, folds, minimalStandard(seed));
        expect(stratifiedFolds(codes, folds, minimalStandard(seed))).toEqual(found);
        codes.forEach((code, i) => expect(found[i] < 0).toBe(code < 0));
        for (const code of [0, 1, 2, 3, null]) {
          const sizes = Array.from(
            {length: folds},
            (_, fold) => codes.filter((own, i) => found[i] === fold && (code === null || own === code)).length
          );
          expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
        }
      }),
      {seed: 12}
    );
  });
});
