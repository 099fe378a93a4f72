import {keepInAddress} from "./associationAddress.js";
import type {AssociationDesk} from "./associationDesk.js";
import {onIdentityChange} from "./identity.js";
import {unlockEffects} from "./unlockEffects.js";

/** How the page about polygenic scores asks, unlocks and keeps what was chosen. */
export function scoreEffects(desk: AssociationDesk) {
  return {
    get status() {
      return desk.status;
    },
    onStatus: desk.onStatus.bind(desk),
    ask: desk.ask.bind(desk),
    onAskerChange: onIdentityChange,
    onView: (score: string) => keepInAddress(new URLSearchParams({score}).toString()),
    ...unlockEffects(desk)
  };
}

/** The score that an address asks for, by its id; null = as usual. */
export function scoreFromQuery(text: string): string | null {
  return new URLSearchParams(text).get("score");
}
