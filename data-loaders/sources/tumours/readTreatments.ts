import {readDelimited} from "../delimited.js";
import {InputError} from "../inputError.js";
import type {InputFile} from "../inputFiles.js";
import {isMissing} from "../sampleValues.js";
import {findPeople, needColumns, type TumourPeople} from "./tumourPeople.js";
import type {Treatment} from "./tumours.js";

/**
 * What responses mean, in any case: words, or the best overall response of RECIST 1.1 (Eisenhauer et al. 2009, Eur J Cancer
 * 45:228). Stable disease is neither: it says little about resistance.
 */
const responses: Readonly<Record<string, Treatment["response"]>> = {
  resistant: "resistant",
  resistance: "resistant",
  pd: "resistant",
  "progressive disease": "resistant",
  sensitive: "sensitive",
  cr: "sensitive",
  pr: "sensitive",
  "complete response": "sensitive",
  "partial response": "sensitive",
  sd: null,
  "stable disease": null,
  ne: null,
  "not evaluable": null
};

/**
 * Treatments of people and how they responded: columns `person`, `treatment` and `response`. A medicine is named as in the
 * evidence table; several given together are joined by `+`. Errors name file and line, never an id or a response.
 */
export async function readTreatments(
  input: InputFile,
  people: TumourPeople
): Promise<{treatments: Treatment[]; others: number}> {
  const finder = findPeople(people);
  const treatments: Treatment[] = [];
  const spelling = new Map<string, string>();
  const lines = new Map<string, number>();
  let at: number[] = [];
  for await (const {line, values} of readDelimited(input, (names) => {
    at = needColumns(input, 1, names, ["person", "treatment", "response"]);
  })) {
    const fail = (what: string): InputError => new InputError(input.label, line, what);
    const [id, name, answer] = at.map((index) => values[index]);
    if (isMissing(id)) throw fail("person: missing");
    if (isMissing(name)) throw fail("treatment: missing");
    const key = name.toLowerCase();
    const response = isMissing(answer) ? null : responses[answer.toLowerCase()];
    if (response === undefined)
      throw fail("response: expected resistant or sensitive, or CR, PR, SD, PD, NE of RECIST; or nothing or NA");
    const both = JSON.stringify([id, key]);
    const earlier = lines.get(both);
    if (earlier !== undefined) throw fail(`has the same person and treatment as line ${earlier}; each treatment once`);
    lines.set(both, line);
    if (!spelling.has(key)) spelling.set(key, name);
    const person = finder.find(id);
    if (person >= 0) treatments.push({person, treatment: spelling.get(key)!, response});
  }
  if (lines.size === 0) throw new InputError(input.label, null, "has no treatments below its header");
  if (!finder.foundAny())
    throw new InputError(input.label, null, "no person of this file is in the cohort; is it the column of sample ids?");
  return {treatments, others: lines.size - treatments.length};
}
