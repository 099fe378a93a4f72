import type {InputFile} from "../inputFiles.js";
import {readMaf} from "./readMaf.js";
import {readTreatments} from "./readTreatments.js";
import {readTumourSamples} from "./readTumourSamples.js";
import type {TumourPeople} from "./tumourPeople.js";
import type {TumourLinesLeft, TumourMutation, Tumours} from "./tumours.js";

export interface TumourFiles {
  /** MAF. */
  mutations: readonly InputFile[];
  /** Which tumours were sequenced, and whose they are. */
  samples: InputFile;
  treatments: InputFile;
  build: "GRCh37" | "GRCh38";
}

/** Reads everything about the tumours of a cohort and joins it with the cohort's people. */
export async function readTumours(files: TumourFiles, people: TumourPeople): Promise<Tumours> {
  const {samples, indexOf, others: samplesOfOthers} = await readTumourSamples(files.samples, people);
  const {treatments, others: treatmentsOfOthers} = await readTreatments(files.treatments, people);
  const left: TumourLinesLeft = {
    samplesOfOthers,
    treatmentsOfOthers,
    mutationsOfOthers: 0,
    notSomatic: 0,
    noProteinChange: 0,
    repeated: 0
  };
  const mutations: TumourMutation[] = [];
  const seen = samples.map(() => new Set<string>());
  for (const file of files.mutations)
    for await (const found of readMaf(file, files.build, (barcode) => indexOf.get(barcode))) {
      if (found === "other person") left.mutationsOfOthers++;
      else if (found === "not somatic") left.notSomatic++;
      else if (found === "no protein change") left.noProteinChange++;
      else {
        const {site, ...mutation} = found;
        const key = `${site} ${mutation.gene}`;
        if (seen[mutation.sample].has(key)) left.repeated++;
        else mutations.push(mutation);
        seen[mutation.sample].add(key);
      }
    }
  return {total: people.ids.length, samples, mutations, treatments, left};
}
