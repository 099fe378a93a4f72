import {keepInAddress} from "./associationAddress.js";
import type {AssociationDesk} from "./associationDesk.js";
import {onIdentityChange} from "./identity.js";
import {unlockEffects} from "./unlockEffects.js";

/** The treatment of an address, such as `?treatment=Erlotinib`; null = the first. */
export function treatmentFromQuery(text: string): string | null {
  return new URLSearchParams(text).get("treatment");
}

/** How the page about tumours asks, unlocks and keeps what was chosen. */
export function tumourEffects(desk: AssociationDesk) {
  return {
    get status() {
      return desk.status;
    },
    onStatus: desk.onStatus.bind(desk),
    ask: desk.ask.bind(desk),
    onAskerChange: onIdentityChange,
    onView: (treatment: string) => keepInAddress(new URLSearchParams({treatment}).toString()),
    ...unlockEffects(desk)
  };
}
