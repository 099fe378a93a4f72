import type {Priority, Recommendation, RecommendationClass} from "../../../src/model/pharmacogenomics.js";

export interface RecommendationRow extends Omit<Recommendation, "class"> {
  /** What the table itself says. */
  given: RecommendationClass | null;
}

export const recommendationClasses: readonly RecommendationClass[] = [
  "standard",
  "adverse",
  "ineffective",
  "changed",
  "none",
  "unrated"
];

/**
 * Medicines that a gene's product activates: with less of it they work less, with more they can harm. All others are
 * taken to be cleared by it.
 *
 * Lee et al. 2022, Clin Pharmacol Ther 112:959 (clopidogrel); Crews et al. 2021, Clin Pharmacol Ther 110:888 (opioids);
 * Goetz et al. 2018, Clin Pharmacol Ther 103:770 (tamoxifen).
 */
const activated: Record<string, readonly string[]> = {
  CYP2C19: ["clopidogrel"],
  CYP2D6: ["codeine", "hydrocodone", "tamoxifen", "tramadol"]
};

/**
 * Says of every recommendation whether it departs from what people of normal phenotype are recommended, and for fear of
 * what. A change has the direction of those of its phenotypes that are rated abnormal: less function than normal leaves
 * too much of a medicine that the gene's product clears. Texts are compared without the name of the medicine.
 */
export function rateRecommendations(
  rows: readonly RecommendationRow[],
  priorityOf: (gene: string, phenotype: string) => Priority | null
): Recommendation[] {
  const normalTexts = new Map<string, Set<string>>();
  const normalFunction = new Map<string, number>();
  for (const {medicine, when, text} of rows) {
    for (const {gene, phenotype} of when) {
      const level = phenotype === null ? null : functionOf(phenotype);
      if (level !== null && priorityOf(gene, phenotype!) === "normal")
        normalFunction.set(gene, Math.max(level, normalFunction.get(gene) ?? -Infinity));
    }
    if (!text || !when.every(({gene, phenotype}) => phenotype && priorityOf(gene, phenotype) === "normal")) continue;
    const texts = normalTexts.get(medicine) ?? new Set();
    normalTexts.set(medicine, texts.add(bare(text, medicine)));
  }
  return rows.map(({given, ...row}) => ({
    ...row,
    class: given ?? rate(row, normalTexts.get(row.medicine), normalFunction, priorityOf)
  }));
}

function rate(
  {medicine, when, text}: Omit<RecommendationRow, "given">,
  normalTexts: ReadonlySet<string> | undefined,
  normalFunction: ReadonlyMap<string, number>,
  priorityOf: (gene: string, phenotype: string) => Priority | null
): RecommendationClass {
  if (!text || recommendsNothing.test(text)) return "none";
  if (!normalTexts) return "unrated";
  if (normalTexts.has(bare(text, medicine))) return "standard";
  const rated = when.flatMap(({gene, phenotype}) => {
    const priority = phenotype === null ? null : priorityOf(gene, phenotype);
    return priority === null || functionOf(phenotype!) === null ? [] : [{gene, phenotype: phenotype!, priority}];
  });
  const abnormal = rated.filter(({priority}) => priority === "abnormal");
  if (abnormal.length === 0) return rated.length > 0 ? "standard" : "unrated";
  const fears = new Set(
    abnormal.map(({gene, phenotype}): RecommendationClass => {
      const level = functionOf(phenotype)!;
      if (level === harmful) return "adverse";
      const less = level < (normalFunction.get(gene) ?? normal);
      return less === (activated[gene]?.includes(medicine) ?? false) ? "ineffective" : "adverse";
    })
  );
  return fears.size === 1 ? [...fears][0] : "changed";
}

const recommendsNothing = /^(no recommendation|insufficient evidence)\b/i;

/** Phenotypes that are a risk themselves, whatever the medicine's way. */
const harmful = -1;
const normal = 2;

/** How much a phenotype's words leave of a gene's function; null = they do not say. */
function functionOf(phenotype: string): number | null {
  if (/\b(uncertain|indeterminate)\b/i.test(phenotype)) return /\buncertain\b/i.test(phenotype) ? normal : null;
  if (/\b(susceptibility|deficient|increased risk)\b/i.test(phenotype)) return harmful;
  if (/\bpoor\b/i.test(phenotype)) return 0;
  if (/\b(intermediate|decreased)\b/i.test(phenotype)) return 1;
  if (/\bnormal\b/i.test(phenotype)) return normal;
  if (/\bultrarapid\b/i.test(phenotype)) return 4;
  return /\b(rapid|increased)\b/i.test(phenotype) ? 3 : null;
}

function bare(text: string, medicine: string): string {
  return text.replaceAll(medicine, "").replace(/\s+/g, " ").toLowerCase().trim();
}
