import type {OncoprintRow} from "../../../src/model/tumours.js";

/** A number of people of table `tumour_oncoprint`, and those that add up to it. */
export interface OncoprintSum<Row extends OncoprintRow> {
  whole: Row;
  parts: Row[];
}

/** Every sum in the rows of one gene: of the classes of a group, and of the groups of a class or of any class. */
export function oncoprintSums<Row extends OncoprintRow>(rows: readonly Row[]): OncoprintSum<Row>[] {
  const ofClasses = rows
    .filter(({mutationClass}) => mutationClass === null)
    .map((whole) => ({
      whole,
      parts: rows.filter(({group, mutationClass}) => group === whole.group && mutationClass !== null)
    }));
  const ofGroups = rows
    .filter(({group}) => group === "all")
    .map((whole) => ({
      whole,
      parts: rows.filter(({group, mutationClass}) => group !== "all" && mutationClass === whole.mutationClass)
    }));
  return [...ofClasses, ...ofGroups].filter(({parts}) => parts.length > 0);
}
