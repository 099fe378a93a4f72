import type {ReleaseManifest} from "../../model/release.js";
import {
  lowConfidenceRegions,
  missenseClass,
  type ChangeFrequency,
  type StructureResidue
} from "../../model/structure.js";
import type {Selection} from "./structureEffects.js";
import {formatCount, formatFrequency} from "../formatNumber.js";

/** The page in one sentence. */
export function structureLead({tables, cohort}: Pick<ReleaseManifest, "tables" | "cohort">): string {
  return tables.some(({name}) => name === "structure_residues")
    ? "See where in a predicted model of a protein a change lies, what it is predicted to do, and whether the model is sure enough there to say anything."
    : `The release of ${cohort.title} holds no models of proteins yet. Below is how to add one.`;
}

/** `R130Q`; only for rows with a change. */
export function changeName({
  aminoAcid,
  position,
  change
}: Pick<StructureResidue, "aminoAcid" | "position" | "change">): string {
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

/** The lowest and highest frequency of the groups that are shown, and whether others are withheld. `rows`: of one change. */
export function seenWords(rows: readonly Pick<ChangeFrequency, "ac" | "an" | "noiseSd">[]): string {
  if (rows.length === 0) return "not shown";
  const shown = rows.flatMap(({ac, an}) => (ac === null || an === null || an === 0 ? [] : [ac / an]));
  const withheld = rows.some(({ac, an}) => ac === null || an === null);
  if (shown.length === 0) return withheld ? "withheld" : "no calls";
  const [low, high] = [Math.min(...shown), Math.max(...shown)].map(formatFrequency);
  return `${low === high ? low : `${low} to ${high}`}${withheld ? ", some withheld" : ""}`;
}

/** What is looked at: a change, or a residue with those at it. `rows`: of one gene. */
export function selectionSentence(rows: readonly StructureResidue[], {residue, change}: Selection): string {
  if (residue === null) return "No residue is chosen. Choose one here, in a chart, in the table or on the model.";
  const own = rows.filter(({position, plddt}) => position === residue && plddt !== null);
  if (own.length === 0) return `The model has no residue ${residue}.`;
  const [{aminoAcid, band, plddt, interpretable}] = own;
  const place = `${aminoAcid}${residue}, confidence ${band} (pLDDT ${plddt})${interpretable ? "" : ": the model must not be interpreted there"}.`;
  const changes = own.filter((row) => row.change !== null && (change === null || changeName(row) === change));
  const words = changes.map(({score, pathogenic, ...row}) => {
    const others = pathogenic === null ? "" : `, by others ${pathogenic ? "pathogenic" : "benign"}`;
    return `${changeName(row)}: predicted effect ${score!.toFixed(3)} (${missenseClass(score!)})${others}.`;
  });
  return [place, ...(words.length > 0 ? words : ["No change is given there."])].join(" ");
}

/** How the variants of the effects were found in the cohort, or why none could be. `rows`: of one gene. */
export function matchSentence(
  rows: readonly StructureResidue[],
  frequencies: readonly ChangeFrequency[] | null,
  {cohort}: Pick<ReleaseManifest, "cohort">
): string {
  const changes = rows.filter(({change, plddt}) => change !== null && plddt !== null);
  const builds = [...new Set(changes.map(({build}) => build))];
  if (changes.length === 0) return "";
  if (changes.every(({variantId}) => variantId === null))
    return "The table of effects names no variants of the genome, so nothing of the cohort can be placed by it.";
  if (!builds.includes(cohort.build))
    return `The variants of the effects are ${builds[0] === null ? "on an assembly that their table does not say" : `on ${builds[0]}`}, and those of the cohort on ${cohort.build}; positions of one are not those of the other, so nothing was matched. A table of effects on ${cohort.build} would be.`;
  if (frequencies === null) return "";
  const seen = new Set(frequencies.map(({variantId}) => variantId)).size;
  const noisy = frequencies.some(({noiseSd}) => noiseSd !== null);
  return `Variants of ${formatCount(seen)} of ${formatCount(changes.length)} changes are ${noisy ? "in the list that is open to everybody" : "among the cohort’s"}, with the same position and the same alleles on ${cohort.build}. Of the others nothing is said: they ${noisy ? "are not in that list" : "were not genotyped or not seen"}.`;
}

/** Why not everybody sees how often changes were seen. */
export function lockedFrequenciesWhy({cohort}: Pick<ReleaseManifest, "cohort">): string {
  const who = cohort.class === "controlled" ? "readers whom the cohort has named" : "registered readers";
  return `Frequencies follow from the genotypes of the people who took part. They are encrypted to ${who} and open here, in your browser; neither key nor tables are sent anywhere.`;
}
