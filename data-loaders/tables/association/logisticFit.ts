import {logNormalUpper} from "../../../src/kernels/tails.js";
import {compileKernel} from "../../compileKernel.js";
import {cholesky, invertCholesky, solveCholesky} from "./cholesky.js";
import type {Design} from "./designMatrix.js";
import type {NullModel} from "./nullModel.js";

/** An effect with its standard error, in log odds per copy of the allele alt. */
export interface Fit {
  beta: number;
  se: number;
}

/** Regressions of a binary trait on its covariates and one variant. */
export interface LogisticFitter {
  /**
   * Chooses the variant: a row of packed genotypes, and what stands for a missing genotype: `mean`, the mean dosage, or
   * nothing (`drop`: whoever misses is left out).
   */
  setVariant(genotypes: Uint8Array, mean: number, missing: "mean" | "drop"): void;
  /** Maximum likelihood, by Newton's method from `start` (covariates, then the variant); null = no convergence. */
  fitWald(start: Float64Array): Fit | null;
  /**
   * Maximum of the likelihood times the root of the determinant of the information, which is finite where cases and
   * controls are separated; the covariates are penalised too. Standard error from the information at the maximum.
   * Firth 1993, Biometrika 80:27; Heinze & Schemper 2002, Stat Med 21:2409.
   */
  fitFirth(): Fit | null;
  /**
   * −log10 p of the score statistic from its cumulants under the null model, both sides added. `gamma`: coefficients of the
   * covariates in the regression of the dosage on them; `information`: what of the dosage's they leave; `centre`: the
   * weighted mean of the dosage. Null where the normal tail will do: where the first term of Edgeworth's expansion would
   * change it by less than a tenth, or by less than a twentieth with the covariates left aside, which is looked at first.
   * Dey, Schmidt, Abecasis & Lee 2017, Am J Hum Genet 101:37; Lugannani & Rice 1980 in Barndorff-Nielsen's form.
   */
  saddlepoint(score: number, gamma: Float64Array, information: number, centre: number): number | null;
}

/** Opens the SIMD kernel for one null model; every fit is of the same people. */
export async function openLogisticFitter(
  {people, columns, values}: Design,
  model: NullModel,
  trait: Float64Array,
  bytesPerVariant: number
): Promise<LogisticFitter> {
  const kernel = (await WebAssembly.instantiate(await compileKernel(new URL("./logisticFit.as.ts", import.meta.url))))
    .exports as unknown as Kernel;
  const n = people.length;
  const even = n + (n & 1);
  // Coefficients: the covariates', then the variant's.
  const p = columns + 1;
  const q = p + (p & 1);
  let end = align(kernel.heapBase());
  const take = (bytes: number): number => {
    const at = end;
    end = align(end + bytes);
    return at;
  };
  const at = {
    rows: take(even * q * 8),
    y: take(even * 8),
    weight: take(even * 8),
    nullMu: take(even * 8),
    mu: take(even * 8),
    w: take(even * 8),
    adjusted: take(even * 8),
    third: take(even * 8),
    person: take(n * 4),
    genotypes: take(bytesPerVariant),
    beta: take(q * 8),
    score: take(q * 8),
    information: take(q * q * 8),
    inverse: take(q * q * 8),
    out: take(32)
  };
  kernel.memory.grow(Math.max(0, Math.ceil((end - kernel.memory.buffer.byteLength) / 65536)));
  const {buffer} = kernel.memory;
  const numbers = (from: number, length: number): Float64Array => new Float64Array(buffer, from, length);
  const rows = numbers(at.rows, even * q);
  for (let i = 0; i < n; ++i) rows.set(values.subarray(i * columns, (i + 1) * columns), i * q);
  numbers(at.nullMu, n).set(model.fitted);
  numbers(at.third, n).set(model.fitted.map((mu) => mu * (1 - mu) * (1 - 2 * mu)));
  new Int32Array(buffer, at.person, n).set(people);
  const genotypesRow = new Uint8Array(buffer, at.genotypes, bytesPerVariant);
  const beta = numbers(at.beta, q);
  const score = numbers(at.score, q);
  const information = numbers(at.information, q * q);
  const kernelInverse = numbers(at.inverse, q * q);
  const y = numbers(at.y, n);
  y.set(Float64Array.from(people, (person) => trait[person]));
  const mu = numbers(at.mu, n);
  const weight = numbers(at.weight, n);
  const adjusted = numbers(at.adjusted, even);
  const out = numbers(at.out, 4);

  return {
    setVariant(genotypes, mean, missing) {
      genotypesRow.set(genotypes);
      const [dosage, weightOfMissing] = missing === "drop" ? [0, 0] : [mean, 1];
      kernel.setDosages(at.genotypes, at.person, n, dosage, at.rows, q, columns, at.weight, weightOfMissing);
    },
    fitWald(start) {
      beta.fill(0);
      beta.set(start);
      for (let iteration = 0; iteration < 12; ++iteration) {
        const step = newtonStep();
        if (!step) return null;
        if (step.largest < 1e-7) return {beta: beta[columns], se: Math.sqrt(step.variance())};
        // An effect of e²⁰ is one that runs away.
        if (!(step.largest < 1e3) || Math.abs(beta[columns]) > 20) return null;
      }
      return null;
    },
    fitFirth() {
      beta.fill(0);
      beta.set(model.coefficients);
      let best = -Infinity;
      let from = beta.slice();
      let move: Float64Array = new Float64Array(p);
      let damping = 1;
      let most = 1;
      for (let iteration = 0; iteration < 100; ++iteration) {
        const step = firthStep();
        // Where few people carry the allele, a whole step may go to and fro across the maximum for ever. Close to it, what
        // is gained is less than rounding.
        if (!step || (step.penalised < best && step.largest > 1e-3)) {
          damping /= 2;
          most = Math.max(most / 2, 1 / 16);
          if (damping < 1e-6) return null;
        } else {
          best = step.penalised;
          from = beta.slice();
          move = step.move;
          damping = Math.min(most, 5 / Math.max(...move.map(Math.abs)));
          if (step.largest < 1e-7) return {beta: beta[columns] + move[columns], se: Math.sqrt(step.variance)};
        }
        for (let j = 0; j < p; ++j) beta[j] = from[j] + damping * move[j];
      }
      return null;
    },
    saddlepoint(s, gamma, information, centre) {
      const rough = kernel.roughThird(at.rows, q, columns, at.weight, at.third, n, centre);
      if (edgeworth(s, information, rough) < 0.05) return null;
      beta.fill(0);
      for (let j = 0; j < columns; ++j) beta[j] = -gamma[j];
      beta[columns] = 1;
      kernel.adjust(at.rows, at.weight, n, q, at.beta, at.adjusted);
      const [, , variance, third] = cumulants(0);
      if (edgeworth(s, variance, third) < 0.1) return null;
      const observed = logTail(s, variance, third);
      // Beyond what can be computed: the caller's own p-value stands.
      if (observed === null) return null;
      const logP = logSum(observed, logTail(-s, variance, third) ?? -Infinity);
      return -logP / Math.LN10;
    }
  };

  /** Moves `beta` by one step; `largest`: of its parts, in standard errors before adjustment for the others. */
  function newtonStep(): {largest: number; variance: () => number} | null {
    const factor = evaluate();
    if (!factor) return null;
    const move = solveCholesky(factor, p, score.slice(0, p));
    for (let j = 0; j < p; ++j) beta[j] += move[j];
    return {largest: largestOf(move), variance: () => varianceOf(factor)};
  }

  /** Where Firth's likelihood goes up from `beta`, and its logarithm there. */
  function firthStep(): {move: Float64Array; largest: number; variance: number; penalised: number} | null {
    const factor = evaluate();
    if (!factor) return null;
    let penalised = 0;
    for (let j = 0; j < p; ++j) penalised += Math.log(factor[j * p + j]);
    for (let i = 0; i < n; ++i) if (weight[i] !== 0) penalised += Math.log(y[i] === 1 ? mu[i] : 1 - mu[i]);
    const inverse = invertCholesky(factor, p);
    kernelInverse.fill(0);
    for (let j = 0; j < p; ++j) kernelInverse.set(inverse.subarray(j * p, (j + 1) * p), j * q);
    kernel.addFirth(at.rows, even, q, at.mu, at.w, at.inverse, at.score);
    const move = solveCholesky(factor, p, score.slice(0, p));
    return {move, largest: largestOf(move), variance: varianceOf(factor), penalised};
  }

  /** Score and information at `beta`: the lower Cholesky factor of the information; null where it has none. */
  function evaluate(): Float64Array | null {
    kernel.evaluate(at.rows, at.y, at.weight, even, q, at.beta, at.score, at.information, at.mu, at.w);
    const square = new Float64Array(p * p);
    for (let j = 0; j < p; ++j) for (let k = j; k < p; ++k) square[j * p + k] = information[j * q + k];
    return cholesky(square, p);
  }

  function largestOf(move: Float64Array): number {
    let largest = 0;
    for (let j = 0; j < p; ++j) {
      const scaled = Math.abs(move[j]) * Math.sqrt(information[j * q + j]);
      largest = Math.max(largest, Number.isFinite(scaled) ? scaled : Infinity);
    }
    return largest;
  }

  /** Of the variant's coefficient. */
  function varianceOf(factor: Float64Array): number {
    return 1 / factor[p * p - 1] ** 2;
  }

  function cumulants(t: number): Float64Array {
    kernel.cumulants(at.adjusted, at.nullMu, even, t, at.out);
    return out;
  }

  /** Natural logarithm of the chance of a score beyond `s`, away from 0; null where no score is that far. */
  function logTail(s: number, variance: number, third: number): number | null {
    const sign = Math.sign(s);
    const found = findSaddlepoint(s, variance, third);
    if (!found) return null;
    const {t, k, second} = found;
    const w = sign * Math.sqrt(Math.max(0, 2 * (t * s - k)));
    const v = t * Math.sqrt(second);
    if (!(Math.abs(w) > 1e-4) || !(v / w > 0)) return logNormalUpper(Math.abs(s) / Math.sqrt(variance));
    return logNormalUpper(sign * (w + Math.log(v / w) / w));
  }

  /**
   * Where the first derivative of the cumulant-generating function is `s`, with the function and its second derivative;
   * null where it never is: such a score cannot be exceeded.
   */
  function findSaddlepoint(s: number, variance: number, third: number): {t: number; k: number; second: number} | null {
    let low = s > 0 ? 0 : -Infinity;
    let high = s > 0 ? Infinity : 0;
    const most = 80 / largest(adjusted);
    // The start is right to the third cumulant where that is small.
    const start = s / variance;
    const bent = start - (third * start ** 2) / (2 * variance);
    let t = bent * start > 0.25 * start ** 2 && bent * start < 4 * start ** 2 ? bent : start;
    for (let iteration = 0; iteration < 100; ++iteration) {
      const [k, first, second] = cumulants(t);
      const off = first - s;
      // The tail's error goes with the square of this.
      if (Math.abs(off) <= 1e-6 * Math.abs(s)) return {t, k, second};
      if (off > 0) high = t;
      else low = t;
      const next = t - off / second;
      const inside = next > low && next < high && Number.isFinite(next);
      t = inside ? next : Number.isFinite(low) && Number.isFinite(high) ? (low + high) / 2 : t * 2;
      if (Math.abs(t) > most) return null;
    }
    return null;
  }
}

/** By what share the first term of Edgeworth's expansion changes the tail of a score. */
function edgeworth(score: number, variance: number, third: number): number {
  return (Math.abs(third) * Math.abs(score) ** 3) / variance ** 3 / 6;
}

/** Of two numbers that are given, and returned, as logarithms. */
function logSum(a: number, b: number): number {
  const larger = Math.max(a, b);
  return larger + Math.log(Math.exp(a - larger) + Math.exp(b - larger));
}

function largest(values: Float64Array): number {
  let most = 0;
  for (const value of values) most = Math.max(most, Math.abs(value));
  return most;
}

interface Kernel {
  memory: WebAssembly.Memory;
  heapBase(): number;
  setDosages(
    genotypes: number,
    person: number,
    people: number,
    mean: number,
    rows: number,
    q: number,
    column: number,
    weight: number,
    weightOfMissing: number
  ): number;
  evaluate(
    rows: number,
    y: number,
    weight: number,
    people: number,
    q: number,
    beta: number,
    score: number,
    information: number,
    mu: number,
    w: number
  ): void;
  addFirth(rows: number, people: number, q: number, mu: number, w: number, inverse: number, score: number): void;
  adjust(rows: number, weight: number, people: number, q: number, gamma: number, adjusted: number): void;
  roughThird(
    rows: number,
    q: number,
    column: number,
    weight: number,
    third: number,
    people: number,
    centre: number
  ): number;
  cumulants(adjusted: number, mu: number, people: number, t: number, out: number): void;
}

function align(address: number): number {
  return Math.ceil(address / 64) * 64;
}
