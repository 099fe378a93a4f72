import {normalMinusLog10P} from "../../../src/kernels/tails.js";
import type {Design} from "../association/designMatrix.js";
import {openLogisticFitter} from "../association/logisticFit.js";
import {fitNullModel, NoModel} from "../association/nullModel.js";

/** A log odds ratio that is adjusted for covariates. */
export interface AdjustedTest {
  beta: number;
  se: number;
  minusLog10P: number;
  method: "wald" | "firth";
}

/** Of one group of people: whether somebody is in the list goes with the trait; null where it cannot be fitted. */
export type AdjustedTester = (people: Int32Array) => AdjustedTest | null;

/**
 * Opens logistic regressions of a binary trait on the covariates of a design and, one at a time, on being in a list of
 * people. Maximum likelihood, or Firth's penalised one where a cell of the plain table is empty or nothing is found.
 */
export async function openAdjustedTests(design: Design, trait: Float64Array): Promise<AdjustedTester> {
  const model = nullModelOf(design, trait);
  if (!model) return () => null;
  const {people} = design;
  const bytes = Math.ceil((people[people.length - 1] + 1) / 4);
  const fitter = await openLogisticFitter(design, model, trait, bytes);
  const analysed = new Uint8Array(trait.length);
  for (const person of people) analysed[person] = 1;
  const cases = people.filter((person) => trait[person] === 1).length;
  const start = new Float64Array(design.columns + 1);
  start.set(model.coefficients);
  return (mutated) => {
    // Genotypes as PLINK packs them: 3 = no copy, 2 = one.
    const row = new Uint8Array(bytes).fill(0xff);
    let [mutatedCases, mutatedControls] = [0, 0];
    for (const person of mutated) {
      if (!analysed[person]) continue;
      row[person >> 2] &= ~(1 << (2 * (person & 3)));
      if (trait[person] === 1) mutatedCases++;
      else mutatedControls++;
    }
    const total = mutatedCases + mutatedControls;
    if (total === 0 || total === people.length) return null;
    const others = [cases - mutatedCases, people.length - cases - mutatedControls];
    fitter.setVariant(row, NaN, "drop");
    const isEmpty = [mutatedCases, mutatedControls, ...others].includes(0);
    const wald = isEmpty ? null : fitter.fitWald(start);
    const fit = wald ?? fitter.fitFirth();
    if (!fit || !(fit.se > 0) || !Number.isFinite(fit.beta / fit.se)) return null;
    return {...fit, minusLog10P: normalMinusLog10P(fit.beta / fit.se), method: wald ? "wald" : "firth"};
  };
}

function nullModelOf(design: Design, trait: Float64Array): ReturnType<typeof fitNullModel> | null {
  try {
    return fitNullModel(design, trait, "binary");
  } catch (error) {
    if (error instanceof NoModel) return null;
    throw error;
  }
}
