import {keepInAddress} from "./associationAddress.js";
import type {AssociationDesk} from "./associationDesk.js";
import {carryOverToQuery} from "./equityAddress.js";
import {onIdentityChange} from "./identity.js";
import {unlockEffects} from "./unlockEffects.js";

/** How the page about carrying over asks, unlocks and keeps what was chosen. */
export function equityEffects(desk: AssociationDesk) {
  return {
    get status() {
      return desk.status;
    },
    onStatus: desk.onStatus.bind(desk),
    ask: desk.ask.bind(desk),
    onAskerChange: onIdentityChange,
    onView: (view: {trait: string | null; group: string | null}) => keepInAddress(carryOverToQuery(view)),
    ...unlockEffects(desk)
  };
}
