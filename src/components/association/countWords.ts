import type {
  AnalysisChoice,
  CountAnalysis,
  CountWarning,
  GeneticModel,
  StratumComparison
} from "../../kernels/countAnalysis.js";
import type {OddsRatio} from "../../kernels/oddsRatio.js";
import {formatMinusLog10P, formatShare} from "../formatNumber.js";

export const modelWords: Record<GeneticModel, {label: string; note: string}> = {
  allelic: {label: "Allelic", note: "counts alleles; needs Hardy–Weinberg proportions"},
  dominant: {label: "Dominant", note: "one or two copies against none"},
  recessive: {label: "Recessive", note: "two copies against one or none"},
  genotypic: {label: "Genotypic", note: "each genotype on its own, two degrees of freedom"},
  trend: {label: "Trend", note: "Cochran–Armitage: each copy adds as much"}
};

/** The answer in one or two sentences, whatever it is. */
export function answerSentence(
  variant: string,
  outcome: string,
  {adjusted, crude, contrasts, strata}: CountAnalysis,
  {adjustFor}: AnalysisChoice
): string {
  const within = adjustFor.length > 0;
  const test = within ? adjusted.test : crude.test;
  const after = within ? ` after adjustment for ${listWords(adjustFor)}` : ", with nothing adjusted for";
  if (strata.length > 0 && strata.every(({compared}) => compared === null))
    return `The counts of ${variant} that this comparison needs are withheld${within ? "" : ": compare within groups instead, some of which may be shown"}.`;
  if (Number.isNaN(test.minusLog10P))
    return `There is nothing to compare for ${variant}: no group has cases, controls and both alleles.`;
  const p = `p = ${formatMinusLog10P(test.minusLog10P)}`;
  const ratios = contrasts.map((contrast, i) => {
    const ratio: OddsRatio = within ? adjusted.oddsRatios[i] : crude.oddsRatios[i];
    return `${ratioWords(ratio)} for ${contrast}`;
  });
  const without = within
    ? ` Without adjustment ${contrasts.length > 1 ? "they are" : "it is"} ${crude.oddsRatios.map(({oddsRatio}) => numberWords(oddsRatio)).join(" and ")}.`
    : "";
  const verdict =
    test.minusLog10P >= -Math.log10(0.05)
      ? `${variant} is associated with ${outcome}${after} (${p}).`
      : `No association of ${variant} with ${outcome} is seen${after} (${p}).`;
  return `${verdict} The odds ratio is ${ratios.join(", and ")}.${without}`;
}

/** What a warning is about in two words, and what it means for the answer. */
export function warningWords(warning: CountWarning, choice: AnalysisChoice): {title: string; sentence: string} {
  switch (warning.kind) {
    case "confounded":
      return {
        title: "Confounding",
        sentence: `The odds ratio for ${warning.contrast} is ${numberWords(warning.crude)} with everybody together and ${numberWords(warning.adjusted)} within groups: the groups, not the variant, make ${formatShare(Math.abs(warning.change))} of it. Trust the adjusted one.`
      };
    case "goes-with-status": {
      const strength = `Cramér’s V ${warning.strength.toFixed(2)}, p = ${formatMinusLog10P(warning.minusLog10P)}`;
      return {
        title: "Confounding",
        sentence: warning.adjustedFor
          ? `Cases and controls differ in ${warning.variable} (${strength}). Any variant whose frequency differs by ${warning.variable} looks associated without adjustment; this analysis adjusts for it.`
          : `Cases and controls differ in ${warning.variable} (${strength}), and this analysis does not adjust for it: a variant whose frequency differs by ${warning.variable} looks associated though it is not.`
      };
    }
    case "heterogeneous":
      return {
        title: "Groups disagree",
        sentence: `The odds ratio for ${warning.contrast} is not the same in all groups (Breslow–Day with Tarone’s correction: χ² ${numberWords(warning.tarone.chiSquared)} with ${warning.tarone.df} degrees of freedom, p = ${formatMinusLog10P(warning.tarone.minusLog10P)}). One number for all hides that.`
      };
    case "withheld":
      return {
        title: "Left out",
        sentence: `${namesWords(warning.strata, choice)}: counts are withheld to protect few people, so that this analysis says nothing about them.`
      };
    case "uninformative":
      return {
        title: "Nothing to compare",
        sentence: `${namesWords(warning.strata, choice)}: without cases, controls or both alleles they add nothing to the adjusted result.`
      };
    case "sparse":
      return {
        title: "Few people",
        sentence: `${namesWords(warning.strata, choice)}: fewer than five people or alleles are expected in a cell, so that χ² is not to be trusted; the exact p is in the table.`
      };
    case "no-hardy-weinberg":
      return {
        title: "Hardy–Weinberg",
        sentence: `${namesWords(warning.strata, choice)}: the controls are far from Hardy–Weinberg proportions, which the allelic test takes for granted. Use the trend, and doubt the genotypes.`
      };
  }
}

export function stratumName({levels}: Pick<StratumComparison, "levels">, {adjustFor}: AnalysisChoice): string {
  return adjustFor.length === 0 ? "Everybody" : levels.join(", ");
}

/** An odds ratio with its interval, or why there is none. */
export function ratioWords({oddsRatio, interval, se}: OddsRatio): string {
  if (!Number.isFinite(oddsRatio) || !Number.isFinite(se)) return "unknown";
  return `${numberWords(oddsRatio)} (95 % interval ${numberWords(interval[0])} to ${numberWords(interval[1])})`;
}

/** Four significant digits. */
export function numberWords(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(4))) : "–";
}

function namesWords(strata: readonly string[][], choice: AnalysisChoice): string {
  return listWords(strata.map((levels) => stratumName({levels}, choice)));
}

function listWords(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
