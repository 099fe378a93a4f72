import type {Decision} from "../model/decision.js";
import type {Request} from "../model/request.js";

/** A question that the rules referred, on its way from a page to the form for the board. */
export interface ReferralDraft {
  request: Request;
  decision: Decision;
}

const key = "covenant.referral";

/** Keeps the question for the page "Referrals" of the same tab. Throws where the browser keeps nothing. */
export function saveReferralDraft(draft: ReferralDraft): void {
  sessionStorage.setItem(key, JSON.stringify({request: draft.request, decision: draft.decision}));
}

export function readReferralDraft(): ReferralDraft | null {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? "null") as ReferralDraft | null;
  } catch {
    return null;
  }
}

export function clearReferralDraft(): void {
  try {
    sessionStorage.removeItem(key);
  } catch {
    // There was nothing kept.
  }
}
