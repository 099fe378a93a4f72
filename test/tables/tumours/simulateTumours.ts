import type {Tumours, TumourMutation, Timepoint} from "../../../data-loaders/sources/tumours/tumours.js";
import type {CovariateValues, StratumVariable} from "../../../data-loaders/sources/cohort.js";
import type {Treatment} from "../../../data-loaders/sources/tumours/tumours.js";

/** Somebody of a made-up cohort: mutations as `GENE` or `GENE:CHANGE`, of tumours before and after treatment. */
export interface Patient {
  before?: readonly string[];
  after?: readonly string[];
  response?: Treatment["response"];
  treatment?: string;
  mutationClass?: TumourMutation["mutationClass"];
}

export function tumoursOf(patients: readonly Patient[]): Tumours {
  const tumours: Tumours = {
    total: patients.length,
    samples: [],
    mutations: [],
    treatments: [],
    left: {
      samplesOfOthers: 0,
      treatmentsOfOthers: 0,
      mutationsOfOthers: 0,
      notSomatic: 0,
      noProteinChange: 0,
      repeated: 0
    }
  };
  patients.forEach((patient, person) => {
    for (const timepoint of ["before", "after"] as Timepoint[]) {
      const mutations = patient[timepoint];
      if (!mutations) continue;
      const sample = tumours.samples.push({person, timepoint}) - 1;
      for (const text of mutations) {
        const [gene, change = null] = text.split(":");
        const mutationClass = patient.mutationClass ?? "missense";
        tumours.mutations.push({sample, gene, change, mutationClass, alleleFraction: NaN});
      }
    }
    if (patient.response !== undefined)
      tumours.treatments.push({person, treatment: patient.treatment ?? "Erlotinib", response: patient.response});
  });
  return tumours;
}

/** So many of the same. */
export function many(count: number, patient: Patient): Patient[] {
  return Array.from({length: count}, () => patient);
}

export function covariate(values: readonly number[]): CovariateValues {
  return {name: "age", kind: "quantitative", values: Float64Array.from(values)};
}

export function groupsOf(codes: readonly number[], levels: string[]): StratumVariable {
  return {name: "ancestry", levels, codes: Int16Array.from(codes)};
}
