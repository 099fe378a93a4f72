import type {ParticipationDocument} from "../../../model/equity.js";
import {usualParticipation} from "../../../model/participationView.js";
import {chosenYears, european, sharesOverall} from "./participationShares.js";
import {participationWords as words} from "./participationWords.js";

/** The sentence that answers the page's question: all studies, both stages, all years. */
export function participationLead({rows}: ParticipationDocument): string {
  const overall = sharesOverall(rows, usualParticipation);
  const recorded = overall.reduce((sum, {count}) => sum + count, 0);
  const share = overall.find(({ancestry}) => ancestry === european)?.share ?? 0;
  if (recorded === 0) return words.noLead;
  return words.lead({who: european, share}, recorded, chosenYears(rows, usualParticipation));
}
