import type {Substitution} from "../../../src/model/structure.js";
import {aminoAcidLetter, isAminoAcidLetter} from "./aminoAcids.js";

/**
 * The substitution of one residue that a protein consequence names: `R130Q`, `p.R130Q`, `p.Arg130Gln`, `p.(Arg130Gln)`,
 * `NP_000305.3:p.Arg130Gln`, stops as `*`, `X` or `Ter`. Null for everything else: no change (`=`), frameshifts,
 * insertions, deletions, unknown effects.
 *
 * HGVS nomenclature 21.0, protein substitution.
 */
export function parseSubstitution(text: string): Substitution | null {
  const match = /^(?:[^:\s]+:)?(?:p\.)?(\()?([A-Z][a-z]{2}|[A-Z])([1-9]\d{0,5})([A-Z][a-z]{2}|[A-Z]|\*)(\))?$/.exec(
    text.trim()
  );
  if (!match || Boolean(match[1]) !== Boolean(match[5])) return null;
  const from = letterOf(match[2]);
  const to = match[4] === "*" || match[4] === "X" || match[4] === "Ter" ? "*" : letterOf(match[4]);
  if (from === null || to === null || from === to) return null;
  return {from, position: Number(match[3]), to};
}

/** As `R130Q`. */
export function shortSubstitution({from, position, to}: Substitution): string {
  return `${from}${position}${to}`;
}

function letterOf(code: string): string | null {
  if (code.length === 3) return aminoAcidLetter(code);
  return isAminoAcidLetter(code) ? code : null;
}
