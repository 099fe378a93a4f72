import type {DrawModel} from "../model/structure.js";
import {keepInAddress} from "./associationAddress.js";
import type {AssociationDesk} from "./associationDesk.js";
import {onIdentityChange} from "./identity.js";
import {structureToQuery} from "./structureAddress.js";

/** How the page about structures asks, draws and keeps what was chosen. `viewer`: address of the module that draws. */
export function structureEffects(desk: AssociationDesk, viewer: string) {
  return {
    get status() {
      return desk.status;
    },
    ask: desk.ask.bind(desk),
    onAskerChange: onIdentityChange,
    onView: (view: {gene: string | null; change: string | null}) => keepInAddress(structureToQuery(view)),
    loadViewer: async (): Promise<DrawModel> => (await import(/* @vite-ignore */ viewer)).drawModel
  };
}
