import {listed} from "./carryOverWords.js";
import {powerPanels, type GroupCases, type PowerPoint} from "./publicPower.js";

/** What the curves say for a common allele. */
export function powerSentence(points: readonly PowerPoint[]): string {
  const common = points
    .filter(({panel, frequency}) => panel === powerPanels[0].words && frequency === 0.3)
    .sort((a, b) => b.power - a.power);
  if (common.length === 0) return "";
  const [best, worst] = [common[0], common[common.length - 1]];
  const able = common.filter(({power}) => power >= 0.8).map(({ancestry}) => ancestry);
  const words =
    able.length === common.length
      ? "Each group would find such an effect of an allele of frequency 0.3 four times in five or more."
      : able.length === 0
        ? "No group would find such an effect of an allele of frequency 0.3 four times in five."
        : `Only ${listed(able)} would find such an effect of an allele of frequency 0.3 four times in five.`;
  return best === worst
    ? words
    : `${words} In ${best.ancestry} the chance is ${percent(best.power)}, in ${worst.ancestry} ${percent(worst.power)}.`;
}

/** Whose curve lacks, because a count of their people is withheld; empty where none does. */
export function unknownCasesSentence(groups: readonly GroupCases[]): string {
  const unknown = groups.filter(({cases, controls}) => cases === null || controls === null);
  if (unknown.length === 0) return "";
  return `${listed(unknown.map(({ancestry}) => ancestry))} ${unknown.length === 1 ? "has" : "have"} no curve: a count of their people is withheld to protect them.`;
}

function percent(power: number): string {
  return power < 0.01 ? "below 1 %" : `${Math.round(100 * power)} %`;
}
