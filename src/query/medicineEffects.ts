import {keepInAddress} from "./associationAddress.js";
import type {AssociationDesk} from "./associationDesk.js";
import {onIdentityChange} from "./identity.js";
import {unlockEffects} from "./unlockEffects.js";

/** The gene or medicine of an address, such as `?gene=CYP2C19`; null = the first. */
export function medicineFromQuery(text: string): {kind: "gene" | "medicine"; name: string} | null {
  const query = new URLSearchParams(text);
  for (const kind of ["gene", "medicine"] as const) {
    const name = query.get(kind);
    if (name) return {kind, name};
  }
  return null;
}

/** How the page about medicines asks, unlocks and keeps what was chosen. */
export function medicineEffects(desk: AssociationDesk) {
  return {
    get status() {
      return desk.status;
    },
    onStatus: desk.onStatus.bind(desk),
    ask: desk.ask.bind(desk),
    onAskerChange: onIdentityChange,
    onView: ({kind, name}: {kind: "gene" | "medicine"; name: string}) =>
      keepInAddress(new URLSearchParams({[kind]: name}).toString()),
    ...unlockEffects(desk)
  };
}
