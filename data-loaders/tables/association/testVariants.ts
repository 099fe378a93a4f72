import {normalMinusLog10P, studentMinusLog10P, zOfMinusLog10P} from "../../../src/kernels/tails.js";
import {Ploidy} from "../../../src/model/ploidy.js";
import {cholesky, solveCholesky, solveLower, solveUpper} from "./cholesky.js";
import {openColumnSummer, type ColumnSums} from "./columnSums.js";
import type {Design} from "./designMatrix.js";
import {openLogisticFitter, type LogisticFitter} from "./logisticFit.js";
import type {NullModel} from "./nullModel.js";

/** How an effect and its p-value were found; `Tested.method` is an index. */
export const testMethods = ["score", "saddlepoint", "wald", "firth", "linear"] as const;
const [scoreTest, saddlepointTest, waldTest, firthTest, linearTest] = testMethods.keys();

/** One trait in one group of people, with its null model. Plain data: it is sent to worker threads. */
export interface Analysis {
  /** People of the genotypes that the tests are given, of whom `design.people` are analysed. */
  people: number;
  /** PLINK coding per person of the genotypes. */
  sex: Uint8Array;
  /** Binary: 1 case, 0 control; NaN = missing. */
  trait: Float64Array;
  design: Design;
  model: NullModel;
  settings: TestSettings;
}

export interface TestSettings {
  /** A missing genotype counts as the mean dosage of the analysed, or its person is left out of the variant's test. */
  missing: "mean" | "drop";
  /**
   * Binary traits: where the score test gives less than this, its tail is taken from the saddlepoint approximation if the
   * normal one is wrong by a tenth. 0 = never.
   */
  saddlepointP: number;
  /** Binary traits: where the score test gives less than this, the effect is fitted. */
  fitP: number;
}

/** One value per variant; NaN where nothing could be tested: no genotypes, or all alike beside the covariates. */
export interface Tested {
  /** People whose genotype is known, and cases among them (0 for a quantitative trait). */
  n: Int32Array;
  cases: Int32Array;
  /** Alleles alt, and all alleles, of the people with known genotypes; a haploid person has one. */
  ac: Int32Array;
  an: Int32Array;
  /** The same of the cases; 0 for a quantitative trait. */
  caseAc: Int32Array;
  caseAn: Int32Array;
  /** Log odds, or the trait's unit, per copy of alt; on X and Y a man's one allele counts as two copies, as plink2 does. */
  beta: Float64Array;
  se: Float64Array;
  /** `beta` / `se`. */
  z: Float64Array;
  minusLog10P: Float64Array;
  /** Index into `testMethods`. */
  method: Uint8Array;
}

export interface VariantTester {
  /** `genotypes` and `ploidy` as a `GenotypeBatch` of the people of the analysis has them. */
  test(genotypes: Uint8Array, ploidy: Uint8Array): Tested;
}

/**
 * Tests variants against a null model that was fitted once.
 *
 * Quantitative traits: the regression on covariates and variant, exactly, with a t-test. Binary traits: the score test;
 * below `fitP` the regression is fitted and Wald's test taken, by Firth's where cases or controls lack one of the alleles or
 * the fit does not converge (as plink2 --glm firth-fallback). Where cases and controls are too unequal, or the allele too
 * rare, for a normal tail, the p-value is that of the saddlepoint approximation of the score test, and the standard error
 * follows from effect and p-value, as SAIGE gives it. An effect that is not fitted is the first step towards the fit.
 */
export async function openVariantTester(analysis: Analysis): Promise<VariantTester> {
  const {design, model, settings, people} = analysis;
  const layout = layOutColumns(analysis);
  const bytesPerVariant = Math.ceil(people / 4);
  const summer = await openColumnSummer({
    people,
    columns: layout.columns,
    values: layout.values,
    squared: layout.squared
  });
  const fitter =
    model.kind === "binary" ? await openLogisticFitter(design, model, analysis.trait, bytesPerVariant) : null;
  const [saddlepointLog10, fitLog10] = [settings.saddlepointP, settings.fitP].map((p) => -Math.log10(p));
  const p = design.columns;
  const a = new Float64Array(p);

  return {
    test(genotypes, ploidy) {
      const variants = ploidy.length;
      const sums = summer.sum(genotypes, variants);
      const tested = notTested(variants);
      for (let variant = 0; variant < variants; ++variant) {
        const row = genotypes.subarray(variant * bytesPerVariant, (variant + 1) * bytesPerVariant);
        count(variant, ploidy[variant], row, sums, tested);
        // Y is counted and not tested: whoever has none would be taken for missing.
        if (ploidy[variant] !== Ploidy.menOnly && tested.n[variant] > p + 1) testOne(variant, row, sums, tested);
      }
      return tested;
    }
  };

  function count(variant: number, ploidy: number, row: Uint8Array, sums: ColumnSums, tested: Tested): void {
    const at = variant * layout.columns;
    const [n, cases] = [layout.included, layout.trait].map(
      (column) => layout.total[column] - sums.missing[at + column]
    );
    tested.n[variant] = Math.round(n);
    tested.cases[variant] = fitter ? Math.round(cases) : 0;
    const [ac, caseAc] = [layout.included, layout.trait].map((column) => sums.dosage[at + column]);
    const haploid = ploidy === Ploidy.diploid ? none : countHaploid(analysis, ploidy, row);
    tested.an[variant] = 2 * tested.n[variant] - haploid.people;
    tested.ac[variant] = Math.round(ac) - haploid.alt;
    if (!fitter) return;
    tested.caseAn[variant] = 2 * tested.cases[variant] - haploid.cases;
    tested.caseAc[variant] = Math.round(caseAc) - haploid.caseAlt;
  }

  function testOne(variant: number, row: Uint8Array, sums: ColumnSums, tested: Tested): void {
    const at = variant * layout.columns;
    const drops = settings.missing === "drop" && sums.anyMissing[variant] === 1;
    const mean = sums.dosage[at + layout.included] / tested.n[variant];
    const instead = drops ? 0 : mean;
    for (let c = 0; c < p; ++c) a[c] = sums.dosage[at + c] + instead * sums.missing[at + c];
    const squares = sums.dosage[at + layout.squared] + instead ** 2 * sums.missing[at + layout.squared];
    let score = sums.dosage[at + layout.residual] + instead * sums.missing[at + layout.residual];
    let explained = 0;
    let unexplained = layout.squaredResiduals;
    if (drops) {
      const left = withoutMissing(row);
      if (!left) return;
      const solved = solveCholesky(left.factor, p, a.slice());
      for (let c = 0; c < p; ++c) {
        explained += a[c] * solved[c];
        score -= left.shift[c] * solved[c];
      }
      unexplained -= left.squaredResiduals;
    } else for (let c = 0; c < p; ++c) explained += a[c] ** 2;
    const information = squares - explained;
    // What is left is rounding: the covariates explain the genotype.
    if (!(information > 1e-9 * squares)) return;
    const beta = score / information;
    if (model.variance === "estimated") {
      const df = (drops ? tested.n[variant] : design.people.length) - p - 1;
      const se = Math.sqrt((unexplained - score * beta) / (df * information));
      put(variant, tested, beta, se, studentMinusLog10P(beta / se, df), linearTest);
      return;
    }
    const se = 1 / Math.sqrt(information);
    const minusLog10P = normalMinusLog10P(beta / se);
    if (!fitter || minusLog10P < Math.min(saddlepointLog10, fitLog10))
      put(variant, tested, beta, se, minusLog10P, scoreTest);
    else refit(fitter, variant, row, tested, {score, beta, se, minusLog10P, mean});
  }

  function refit(
    fitter: LogisticFitter,
    variant: number,
    row: Uint8Array,
    tested: Tested,
    found: {score: number; beta: number; se: number; minusLog10P: number; mean: number}
  ): void {
    fitter.setVariant(row, found.mean, settings.missing);
    const gamma = solveUpper(model.factor, p, a.slice());
    const tail =
      found.minusLog10P >= saddlepointLog10
        ? fitter.saddlepoint(found.score, gamma, found.score / found.beta, a[0] / model.factor[0])
        : null;
    const fit = found.minusLog10P >= fitLog10 ? fitOne(fitter, variant, tested, gamma, found.beta) : null;
    if (tail !== null) {
      const beta = fit?.beta ?? found.beta;
      put(variant, tested, beta, Math.abs(beta) / zOfMinusLog10P(tail), tail, saddlepointTest);
    } else if (fit) put(variant, tested, fit.beta, fit.se, normalMinusLog10P(fit.beta / fit.se), fit.method);
    else put(variant, tested, found.beta, found.se, found.minusLog10P, scoreTest);
  }

  function fitOne(
    fitter: LogisticFitter,
    variant: number,
    tested: Tested,
    gamma: Float64Array,
    oneStep: number
  ): {beta: number; se: number; method: number} | null {
    if (!isSeparated(variant, tested)) {
      const start = new Float64Array(p + 1);
      for (let c = 0; c < p; ++c) start[c] = model.coefficients[c] - gamma[c] * oneStep;
      start[p] = oneStep;
      const wald = fitter.fitWald(start);
      if (wald) return {...wald, method: waldTest};
    }
    const firth = fitter.fitFirth();
    return firth && {...firth, method: firthTest};
  }

  /**
   * The regression of those whose genotype is known: what the missing take from the covariates' information (in units in
   * which that of all is 1), from their score, and from the squared residuals.
   */
  function withoutMissing(
    row: Uint8Array
  ): {factor: Float64Array; shift: Float64Array; squaredResiduals: number} | null {
    const information = new Float64Array(p * p);
    const shift = new Float64Array(p);
    let squaredResiduals = 0;
    for (let c = 0; c < p; ++c) information[c * p + c] = 1;
    for (let byte = 0; byte < row.length; ++byte) {
      for (let missing = row[byte] & ~(row[byte] >> 1) & 0x55; missing !== 0; missing &= missing - 1) {
        const person = byte * 4 + ((31 - Math.clz32(missing & -missing)) >> 1);
        const values = person * layout.columns;
        const weight = layout.values[values + layout.squared];
        if (weight === 0) continue;
        const residual = layout.values[values + layout.residual];
        squaredResiduals += residual ** 2 / weight;
        for (let j = 0; j < p; ++j) {
          const scaled = layout.values[values + j] / weight;
          shift[j] -= scaled * residual;
          for (let k = j; k < p; ++k) information[j * p + k] -= scaled * layout.values[values + k];
        }
      }
    }
    const factor = cholesky(information, p);
    if (!factor) return null;
    const solved = solveLower(factor, p, shift.slice());
    for (const x of solved) squaredResiduals += x ** 2;
    return {factor, shift, squaredResiduals};
  }
}

/** Whether cases or controls have one of the alleles only. */
function isSeparated(variant: number, {ac, an, caseAc, caseAn}: Tested): boolean {
  const [controlAc, controlAn] = [ac[variant] - caseAc[variant], an[variant] - caseAn[variant]];
  return [caseAc[variant], caseAn[variant] - caseAc[variant], controlAc, controlAn - controlAc].includes(0);
}

interface ColumnLayout {
  columns: number;
  /** People × columns: whitened covariates, then those below. Rows of people who are not analysed are 0. */
  values: Float64Array;
  /** Sum of each column over people. */
  total: Float64Array;
  /** Weight × residual. */
  residual: number;
  /** 1 = analysed. */
  included: number;
  /** The trait of a binary trait: 1 = case. */
  trait: number;
  /** Information weight, summed with the square of the dosage. */
  squared: number;
  /** Σ weight × residual². */
  squaredResiduals: number;
}

/**
 * The covariates are whitened, X′WX becoming the unit matrix: what they explain of a genotype is then a sum of squares.
 */
function layOutColumns({people, trait, design, model}: Analysis): ColumnLayout {
  const p = design.columns;
  const [residual, included, traitColumn, squared] = [p, p + 1, p + 2, p + 3];
  const columns = p + 4;
  const values = new Float64Array(people * columns);
  const x = new Float64Array(p);
  let squaredResiduals = 0;
  design.people.forEach((person, i) => {
    const weight = model.weights[i];
    for (let c = 0; c < p; ++c) x[c] = weight * design.values[i * p + c];
    values.set(solveLower(model.factor, p, x), person * columns);
    const scale = model.kind === "binary" ? 1 : weight;
    values[person * columns + residual] = scale * model.residuals[i];
    values[person * columns + included] = 1;
    values[person * columns + traitColumn] = model.kind === "binary" ? trait[person] : 0;
    values[person * columns + squared] = weight;
    squaredResiduals += weight * model.residuals[i] ** 2;
  });
  const total = new Float64Array(columns);
  for (let i = 0; i < values.length; ++i) total[i % columns] += values[i];
  return {columns, values, total, residual, included, trait: traitColumn, squared, squaredResiduals};
}

const none = {people: 0, alt: 0, cases: 0, caseAlt: 0};

/** Analysed people with one allele and a known genotype, and how many of them have alt: counted double elsewhere. */
function countHaploid({sex, trait, design, model}: Analysis, ploidy: number, row: Uint8Array): typeof none {
  const counts = {...none};
  for (const person of design.people) {
    // On X women have two alleles; elsewhere everybody who is called has one.
    if (ploidy === Ploidy.menHaploid && sex[person] !== 1) continue;
    const code = (row[person >> 2] >> (2 * (person & 3))) & 3;
    if (code === 1) continue;
    const isCase = model.kind === "binary" && trait[person] === 1;
    counts.people++;
    if (isCase) counts.cases++;
    if (code !== 0) continue;
    counts.alt++;
    if (isCase) counts.caseAlt++;
  }
  return counts;
}

function notTested(variants: number): Tested {
  const numbers = (): Float64Array => new Float64Array(variants).fill(NaN);
  const counts = (): Int32Array => new Int32Array(variants);
  return {
    n: counts(),
    cases: counts(),
    ac: counts(),
    an: counts(),
    caseAc: counts(),
    caseAn: counts(),
    beta: numbers(),
    se: numbers(),
    z: numbers(),
    minusLog10P: numbers(),
    method: new Uint8Array(variants)
  };
}

function put(variant: number, tested: Tested, beta: number, se: number, minusLog10P: number, method: number): void {
  tested.beta[variant] = beta;
  tested.se[variant] = se;
  tested.z[variant] = beta / se;
  tested.minusLog10P[variant] = minusLog10P;
  tested.method[variant] = method;
}
