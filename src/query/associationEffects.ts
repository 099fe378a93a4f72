import type {AssociationView, PhewasView} from "../model/association.js";
import type {AssociationDesk} from "./associationDesk.js";
import {keepInAddress} from "./associationAddress.js";
import {onIdentityChange} from "./identity.js";
import {saveReferralDraft, type ReferralDraft} from "./referralDraft.js";
import {unlockEffects} from "./unlockEffects.js";

/** How the pages about association ask, unlock and keep what was chosen; `toQuery` writes a view into the address. */
export function associationEffects(desk: AssociationDesk, toQuery: (view: AssociationView & PhewasView) => string) {
  return {
    get status() {
      return desk.status;
    },
    onStatus: desk.onStatus.bind(desk),
    ask: desk.ask.bind(desk),
    genes: desk.genes.bind(desk),
    named: desk.named.bind(desk),
    onAskerChange: onIdentityChange,
    onView: (view: AssociationView & PhewasView) => keepInAddress(toQuery(view)),
    refer(referred: ReferralDraft) {
      saveReferralDraft(referred);
      location.assign("./referrals");
    },
    ...unlockEffects(desk)
  };
}
