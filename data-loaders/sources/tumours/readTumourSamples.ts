import {findColumn, readDelimited} from "../delimited.js";
import {InputError} from "../inputError.js";
import type {InputFile} from "../inputFiles.js";
import {isMissing} from "../sampleValues.js";
import {findPeople, needColumns, type TumourPeople} from "./tumourPeople.js";
import type {Timepoint, TumourSample} from "./tumours.js";

export interface TumourSamples {
  samples: TumourSample[];
  /** By barcode: index into `samples`, −1 = of somebody who is not in the cohort or not counted. For joining only. */
  indexOf: Map<string, number>;
  others: number;
}

/**
 * Which tumours were sequenced, and whose they are: columns `sample` (Tumor_Sample_Barcode of the mutations), `person`, and
 * `timepoint` with `before` or `after`, without which all are from before treatment. It must list every sequenced tumour,
 * also one without mutations, since shares are of these. Errors name file and line, never an id.
 */
export async function readTumourSamples(input: InputFile, people: TumourPeople): Promise<TumourSamples> {
  const finder = findPeople(people);
  const samples: TumourSample[] = [];
  const indexOf = new Map<string, number>();
  const lines = new Map<string, number>();
  let at: number[] = [];
  let timeAt: number | undefined;
  for await (const {line, values} of readDelimited(input, (names) => {
    at = needColumns(input, 1, names, ["sample", "person"]);
    timeAt = findColumn(names, "timepoint");
  })) {
    const fail = (what: string): InputError => new InputError(input.label, line, what);
    const [barcode, id] = at.map((index) => values[index]);
    if (isMissing(barcode)) throw fail("sample: missing");
    if (isMissing(id)) throw fail("person: missing");
    const earlier = lines.get(barcode);
    if (earlier !== undefined) throw fail(`has the same sample as line ${earlier}; each sample once`);
    lines.set(barcode, line);
    const timepoint = timeAt === undefined ? "before" : values[timeAt].toLowerCase();
    if (!isTimepoint(timepoint)) throw fail("timepoint: expected before or after");
    const person = finder.find(id);
    indexOf.set(barcode, person < 0 ? -1 : samples.length);
    if (person >= 0) samples.push({person, timepoint});
  }
  if (lines.size === 0) throw new InputError(input.label, null, "has no samples below its header");
  if (!finder.foundAny())
    throw new InputError(input.label, null, "no person of this file is in the cohort; is it the column of sample ids?");
  return {samples, indexOf, others: lines.size - samples.length};
}

function isTimepoint(text: string): text is Timepoint {
  return text === "before" || text === "after";
}
