import {findColumn} from "../delimited.js";
import {InputError} from "../inputError.js";
import type {InputFile} from "../inputFiles.js";

/** Whom a table of tumours may be about. Ids are used for joining only and are not kept. */
export interface TumourPeople {
  /** Ids of the cohort's people, in its order. */
  ids: readonly string[];
  /** 1 = counted; 0 = withdrawn, without consent, or absent from the sample file. */
  included: Uint8Array;
}

/** Finds people by id. */
export interface PersonFinder {
  /** Index of somebody who is counted; −1 = not in the cohort, or not counted. */
  find(id: string): number;
  /** Whether any id that was asked for is in the cohort at all. */
  foundAny(): boolean;
}

export function findPeople({ids, included}: TumourPeople): PersonFinder {
  const index = new Map(ids.map((id, i) => [id, i]));
  let any = false;
  return {
    find(id) {
      const person = index.get(id);
      if (person === undefined) return -1;
      any = true;
      return included[person] ? person : -1;
    },
    foundAny: () => any
  };
}

/** Where columns are; an `InputError` that lists what is expected where one is missing. */
export function needColumns(input: InputFile, line: number, names: string[], wanted: readonly string[]): number[] {
  return wanted.map((name) => {
    const index = findColumn(names, name);
    if (index === undefined)
      throw new InputError(input.label, line, `has no column ${name}; expected ${wanted.join(", ")}`);
    return index;
  });
}
