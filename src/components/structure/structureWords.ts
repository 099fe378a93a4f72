import type {ReleaseManifest} from "../../model/release.js";
import {lowConfidenceRegions, missenseClass, type StructureResidue} from "../../model/structure.js";
import {formatCount} from "../formatNumber.js";

/** The page in one sentence. */
export function structureLead({tables, cohort}: Pick<ReleaseManifest, "tables" | "cohort">): string {
  return tables.some(({name}) => name === "structure_residues")
    ? "See where in a predicted model of a protein a change lies, what it is predicted to do, and whether the model is sure enough there to say anything."
    : `The release of ${cohort.title} holds no models of proteins yet. Below is how to add one.`;
}

/** `R130Q`; only for rows with a change. */
export function changeName({aminoAcid, position, change}: StructureResidue): string {
  return `${aminoAcid}${position}${change}`;
}

export interface ResidueConfidence {
  position: number;
  aminoAcid: string;
  plddt: number;
}

/** Every residue of the model once. `rows`: of one gene. */
export function residuesOf(rows: readonly StructureResidue[]): ResidueConfidence[] {
  const found = new Map<number, ResidueConfidence>();
  for (const {position, aminoAcid, plddt} of rows)
    if (plddt !== null && !found.has(position)) found.set(position, {position, aminoAcid, plddt});
  return [...found.values()];
}

/** What the model says of itself, and how many changes lie where it says nothing. `rows`: of one gene. */
export function structureSentences(rows: readonly StructureResidue[]): string {
  const [{gene, accession}] = rows;
  const residues = residuesOf(rows);
  const mean = residues.reduce((sum, {plddt}) => sum + plddt, 0) / residues.length;
  const regions = lowConfidenceRegions(residues);
  const places = regions.map(({start, end}) => (start === end ? `${start}` : `${start}–${end}`)).join(", ");
  const changes = rows.filter(({change}) => change !== null);
  const vague = changes.filter(({interpretable}) => interpretable === false).length;
  const mismatched = changes.filter(({interpretable}) => interpretable === null);
  const harmful = changes.filter(({score}) => score !== null && missenseClass(score) === "likely pathogenic").length;
  return [
    `The model of ${gene}${accession ? ` (${accession})` : ""} has ${formatCount(residues.length)} ${residues.length === 1 ? "residue" : "residues"} and a mean pLDDT of ${mean.toFixed(1)}.`,
    regions.length > 0
      ? `It is not sure enough to be interpreted at residues ${places}.`
      : "It is sure enough to be interpreted throughout.",
    changes.length > 0
      ? `Of ${formatCount(changes.length)} ${changes.length === 1 ? "change" : "changes"} with a predicted effect, ${formatCount(harmful)} ${harmful === 1 ? "is" : "are"} predicted to be likely pathogenic, and ${formatCount(vague)} ${vague === 1 ? "lies" : "lie"} where the model must not be interpreted.`
      : "The manifest gives no table of effects for it.",
    mismatched.length > 0
      ? `Not placed, because the model has another amino acid there: ${mismatched.map(changeName).join(", ")}.`
      : ""
  ]
    .filter((sentence) => sentence !== "")
    .join(" ");
}
