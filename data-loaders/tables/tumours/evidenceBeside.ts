import {evidenceLevels, type EvidenceItem, type EvidenceRow, type MutationFeature} from "../../../src/model/tumours.js";

/**
 * What others have found about the findings of a table, once per finding: items about the gene and the medicine, those about
 * the very change first, then by level of evidence and id. A treatment of several medicines joined by `+` has the items
 * of each; an item about several medicines stands beside a treatment that has them all, or one of them if they are
 * substitutes.
 */
export function evidenceBeside(
  findings: readonly (MutationFeature & {treatment: string})[],
  items: readonly EvidenceItem[]
): EvidenceRow[] {
  const ofGene = new Map<string, EvidenceItem[]>();
  for (const item of items) ofGene.set(item.gene, [...(ofGene.get(item.gene) ?? []), item]);
  return findings.flatMap(({gene, change, treatment}) => {
    const given = new Set(treatment.split("+").map((drug) => drug.trim().toLowerCase()));
    return (ofGene.get(gene) ?? [])
      .filter((item) => isAbout(item, given))
      .map((item): EvidenceRow => ({gene, change, treatment, exact: isExact(item, change), item}))
      .sort(byStrength);
  });
}

function isAbout({drugs, interaction}: EvidenceItem, given: ReadonlySet<string>): boolean {
  const has = (drug: string): boolean => given.has(drug.toLowerCase());
  return interaction === "Substitutes" ? drugs.some(has) : drugs.every(has);
}

/** A finding about a gene has exact evidence where an item is about any mutation of it. */
function isExact(item: EvidenceItem, change: string | null): boolean {
  return change === null ? /^mutation$/i.test(item.variant) : item.change === change;
}

function byStrength(a: EvidenceRow, b: EvidenceRow): number {
  const level = (row: EvidenceRow): number => evidenceLevels.indexOf(row.item.level);
  const number = (row: EvidenceRow): number => Number(row.item.id.replace(/\D/g, ""));
  return Number(b.exact) - Number(a.exact) || level(a) - level(b) || number(a) - number(b);
}
