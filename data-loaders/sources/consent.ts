/*
 * Data Use Ontology, GA4GH (Lawson et al. 2021, Cell Genomics 1:100028; https://github.com/EBISPOT/DUO).
 * Permissions nest: what a broader one allows, it allows for the narrower too.
 */

const noRestriction = "DUO:0000004";
const generalResearch = "DUO:0000042";
const healthResearch = "DUO:0000006";
const diseaseResearch = "DUO:0000007";
const ancestryResearch = "DUO:0000011";
/** A modifier in name, but one that allows more rather than less. */
const clinicalCare = "DUO:0000043";

/** Permission → what it covers. */
const covers = new Map([
  [noRestriction, [noRestriction, generalResearch, healthResearch, diseaseResearch, ancestryResearch, clinicalCare]],
  [generalResearch, [generalResearch, healthResearch, diseaseResearch, ancestryResearch]],
  [healthResearch, [healthResearch, diseaseResearch]],
  [diseaseResearch, [diseaseResearch]],
  [ancestryResearch, [ancestryResearch]],
  [clinicalCare, [clinicalCare]]
]);

/** Codes that restrict use: IRB, publication, not for profit, … */
const restrictions = new Set(
  [12, 15, 16, 18, 19, 20, 21, 22, 24, 25, 26, 27, 28, 29, 44, 45, 46].map(
    (n) => `DUO:00000${String(n).padStart(2, "0")}`
  )
);

/** NPUNCU is NPU and NCU together. */
const notForProfitAndNonCommercial = "DUO:0000018";
const notForProfit = "DUO:0000045";
const nonCommercial = "DUO:0000046";

export function isDuoCode(code: string): boolean {
  return covers.has(code) || restrictions.has(code);
}

export function isPermission(code: string): boolean {
  return covers.has(code);
}

/**
 * Whether a person's own DUO codes allow what the cohort's codes promise to others: every permission of the cohort is
 * covered by one of theirs, and every restriction of theirs is among the cohort's. No code at all allows nothing.
 */
export function allows(person: readonly string[], cohort: readonly string[]): boolean {
  const permissions = cohort.filter(isPermission);
  const granted = new Set(person.flatMap((code) => covers.get(code) ?? []));
  const kept = impliedRestrictions(cohort);
  return (
    permissions.length > 0 &&
    permissions.every((code) => granted.has(code)) &&
    person.every((code) => isPermission(code) || [...impliedRestrictions([code])].every((rule) => kept.has(rule)))
  );
}

function impliedRestrictions(codes: readonly string[]): Set<string> {
  return new Set(
    codes.flatMap((code) => (code === notForProfitAndNonCommercial ? [notForProfit, nonCommercial] : [code]))
  );
}
