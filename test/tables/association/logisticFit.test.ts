import {describe, expect, it} from "vitest";
import {designMatrix} from "../../../data-loaders/tables/association/designMatrix.js";
import {openLogisticFitter, type LogisticFitter} from "../../../data-loaders/tables/association/logisticFit.js";
import {fitNullModel} from "../../../data-loaders/tables/association/nullModel.js";

const x = [0.2, -1.1, 0.5, 1.4, -0.3, 0.8, -0.9, 1.1, 0.1, -0.6, 0.4, -1.4];
const copies = [0, 1, 2, 1, 0, 0, 1, 2, 0, 1, 0, 1];
const y = [0, 0, 1, 1, 0, 1, 0, 1, 1, 0, 0, 1];

function pack(copies: readonly number[]): Uint8Array {
  const row = new Uint8Array(Math.ceil(copies.length / 4));
  copies.forEach((n, i) => (row[i >> 2] |= (Number.isNaN(n) ? 1 : [3, 2, 0][n]) << (2 * (i & 3))));
  return row;
}

async function fitterOf(
  trait: readonly number[],
  covariate: readonly number[]
): Promise<{fitter: LogisticFitter; fitted: Float64Array; values: Float64Array; columns: number}> {
  const values = Float64Array.from(trait);
  const design = designMatrix(Int32Array.from(trait.keys()), values, [
    {name: "x", kind: "quantitative", values: Float64Array.from(covariate)}
  ]);
  const model = fitNullModel(design, values, "binary");
  const fitter = await openLogisticFitter(design, model, values, Math.ceil(trait.length / 4));
  return {fitter, fitted: model.fitted, values: design.values, columns: design.columns};
}

describe("openLogisticFitter", () => {
  it("fitWald(start) finds the maximum of the likelihood", async () => {
    const {fitter} = await fitterOf(y, x);
    fitter.setVariant(pack(copies), NaN, "drop");
    const fit = fitter.fitWald(new Float64Array(3))!;
    // Newton's method in numpy 2.4 with design (1, x, copies): 1.5442849820500106, 1.4876323022650448.
    expect(fit.beta).toBeCloseTo(1.5442849820500106, 9);
    expect(fit.se).toBeCloseTo(1.4876323022650448, 9);
  });

  it("fitFirth() finds the maximum of the penalised likelihood", async () => {
    const {fitter} = await fitterOf(y, x);
    fitter.setVariant(pack(copies), NaN, "drop");
    const fit = fitter.fitFirth()!;
    // 500 half steps of the modified score in numpy 2.4: 0.8251971293245264, 0.9798367271990922.
    expect(fit.beta).toBeCloseTo(0.8251971293245264, 7);
    expect(fit.se).toBeCloseTo(0.9798367271990922, 7);
  });

  it("has no likelihood's maximum where the allele separates cases from controls, but Firth's", async () => {
    const {fitter} = await fitterOf(y, x);
    fitter.setVariant(pack(y.map((one) => 2 * one)), NaN, "drop");
    expect(fitter.fitWald(new Float64Array(3))).toBeNull();
    expect(fitter.fitFirth()!.beta).toBeGreaterThan(0.5);
  });

  it("leaves out whoever misses, or takes the mean", async () => {
    const {fitter} = await fitterOf([...y, 1, 0], [...x, 0.3, -0.2]);
    const missing = pack([...copies, NaN, NaN]);
    fitter.setVariant(missing, NaN, "drop");
    expect(fitter.fitWald(new Float64Array(3))!.beta).toBeCloseTo(1.5442849820500106, 9);
    fitter.setVariant(missing, 0.75, "mean");
    expect(fitter.fitWald(new Float64Array(3))!.beta).not.toBeCloseTo(1.5442849820500106, 2);
  });

  it("saddlepoint(score) is near the exact tail where cases are few", async () => {
    // 3 cases of 20; the covariate makes every score of the 2²⁰ outcomes another number.
    const cases = 3;
    const people = 20;
    const covariate = Array.from({length: people}, (_, i) => Math.sin(1 + 3.7 * i));
    const dosage = Array.from({length: people}, (_, i) => (i < 2 ? 2 : i < 8 ? 1 : 0));
    const trait = Array.from({length: people}, (_, i) => (i < cases ? 1 : 0));
    const {fitter, fitted, values, columns} = await fitterOf(trait, covariate);
    fitter.setVariant(pack(dosage), NaN, "drop");
    const gamma = regression(values, columns, fitted, dosage);
    const adjusted = dosage.map((g, i) => g - dot(values.subarray(i * columns, (i + 1) * columns), gamma));
    const score = adjusted.reduce((sum, g, i) => sum + g * (trait[i] - fitted[i]), 0);
    const exact = exactTail(adjusted, fitted, Math.abs(score));
    const variance = adjusted.reduce((sum, g, i) => sum + g * g * fitted[i] * (1 - fitted[i]), 0);
    const weights = fitted.map((mu) => mu * (1 - mu));
    const centre = dot(weights, dosage) / weights.reduce((sum, w) => sum + w, 0);
    const found = fitter.saddlepoint(score, gamma, variance, centre)!;
    expect(-Math.log10(exact)).toBeGreaterThan(1.3);
    expect(Math.abs(found + Math.log10(exact))).toBeLessThan(0.12);
    // What a normal tail would say is further off.
    expect(Math.abs(-Math.log10(normalTail(score / Math.sqrt(variance))) + Math.log10(exact))).toBeGreaterThan(0.12);
  });
});

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; ++i) sum += a[i] * b[i];
  return sum;
}

/** Coefficients of the intercept and one covariate in the weighted regression of the dosage. */
function regression(values: Float64Array, columns: number, fitted: Float64Array, dosage: number[]): Float64Array {
  const w = fitted.map((mu) => mu * (1 - mu));
  const sum = (of: (i: number) => number): number => dosage.reduce((total, _, i) => total + w[i] * of(i), 0);
  const x = (i: number): number => values[i * columns + 1];
  const [n, sx, sxx] = [sum(() => 1), sum(x), sum((i) => x(i) ** 2)];
  const [sg, sxg] = [sum((i) => dosage[i]), sum((i) => x(i) * dosage[i])];
  const slope = (n * sxg - sx * sg) / (n * sxx - sx * sx);
  return Float64Array.from([(sg - slope * sx) / n, slope]);
}

/** Chance of a score at least as far from 0, over all outcomes. */
function exactTail(adjusted: number[], mu: Float64Array, least: number): number {
  const go = (i: number, score: number, chance: number): number =>
    i === adjusted.length
      ? Math.abs(score) >= least - 1e-9
        ? chance
        : 0
      : go(i + 1, score + adjusted[i] * (1 - mu[i]), chance * mu[i]) +
        go(i + 1, score - adjusted[i] * mu[i], chance * (1 - mu[i]));
  return go(0, 0, 1);
}

/** Two-sided, by Simpson's rule. */
function normalTail(z: number): number {
  const steps = 2000;
  const [from, to] = [Math.abs(z), Math.abs(z) + 12];
  let sum = 0;
  for (let i = 0; i <= steps; ++i) {
    const t = from + ((to - from) * i) / steps;
    sum += (i === 0 || i === steps ? 1 : i % 2 ? 4 : 2) * Math.exp((-t * t) / 2);
  }
  return (2 * sum * (to - from)) / steps / 3 / Math.sqrt(2 * Math.PI);
}
