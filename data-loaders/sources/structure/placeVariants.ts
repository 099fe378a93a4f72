import {
  confidenceBand,
  isInterpretable,
  type ProteinModel,
  type Substitution,
  type VariantPlacement
} from "../../../src/model/structure.js";
import {parseSubstitution} from "./proteinChange.js";

/** Variants that were described on another sequence than the model's. */
export class WrongSequence extends Error {}

/**
 * A twentieth: a wrong protein agrees by chance at about one residue in twenty, another isoform or an old version of the
 * sequence at whatever they share, and the odd misprint of a table at nearly all.
 */
export const mismatchShareMax = 0.05;

/**
 * Places variants of one protein at the residues of its model: by consequences such as `R130Q` or `p.Arg130Gln`, or by
 * substitutions already read. Where more than `shareMax` of the substitutions have another reference residue than the
 * model, all are refused, with `WrongSequence`.
 */
export function placeVariants(
  model: ProteinModel,
  variants: readonly (string | Substitution)[],
  shareMax = mismatchShareMax
): VariantPlacement {
  const placement: VariantPlacement = {placed: [], mismatches: [], notSubstitutions: []};
  const first = model.residues[0].position;
  variants.forEach((given, variant) => {
    const change = typeof given === "string" ? parseSubstitution(given) : given;
    if (!change) {
      placement.notSubstitutions.push(variant);
      return;
    }
    const {from, position, to} = change;
    const residue = model.residues[position - first];
    if (residue?.aminoAcid !== from) {
      placement.mismatches.push({variant, from, position, to, found: residue?.aminoAcid ?? null});
      return;
    }
    const {plddt} = residue;
    const band = confidenceBand(plddt);
    placement.placed.push({variant, from, position, to, plddt, band, interpretable: isInterpretable(plddt)});
  });
  const looked = placement.placed.length + placement.mismatches.length;
  if (placement.mismatches.length > shareMax * looked) throw new WrongSequence(refusal(model, placement, looked));
  return placement;
}

/** Throws `WrongSequence` unless the model has this sequence, whole, from its first residue on. */
export function mustHaveSequence(model: ProteinModel, sequence: string): void {
  if (sequence === model.sequence) return;
  const at = [...model.sequence].findIndex((letter, i) => letter !== sequence[i]);
  const where =
    at < 0
      ? `the model ends after ${model.sequence.length} of ${sequence.length} residues`
      : `residue ${model.residues[at].position} is ${model.sequence[at]} in the model and ${sequence[at] ?? "absent"} there`;
  throw new WrongSequence(`the model of ${nameOf(model)} is not of this sequence: ${where}`);
}

function refusal(model: ProteinModel, {mismatches}: VariantPlacement, looked: number): string {
  const [{from, position, to, found}] = mismatches;
  const example = `${from}${position}${to}, where it has ${found ?? "no residue"}`;
  return (
    `${mismatches.length} of ${looked} variants have another reference residue than the model of ${nameOf(model)} ` +
    `(such as ${example}); give the model of the sequence that they were described on`
  );
}

function nameOf({accession}: ProteinModel): string {
  return accession ?? "the protein";
}
