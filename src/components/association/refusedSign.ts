import type {Decision} from "../../model/decision.js";
import {outcomes} from "../DecisionPanel.js";

/** What stands in the place of a result that the rules keep back: a sign, and the first reason. Null where they permit it. */
export function refusedSign({outcome, reasons}: Decision): {sign: string; sentence: string} | null {
  if (outcome === "permit") return null;
  const {icon, label} = outcomes[outcome];
  const first = reasons[0]?.sentence ?? (outcome === "refer" ? "The board decides." : "The rules do not permit it.");
  const more = reasons.length > 1 ? ` (and ${reasons.length - 1} more)` : "";
  return {sign: `${icon} ${label}`, sentence: `${first}${more}`};
}
