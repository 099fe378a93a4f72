import type {DrawModel} from "../model/structure.js";
import {keepInAddress} from "./associationAddress.js";
import type {AssociationDesk} from "./associationDesk.js";
import {onIdentityChange} from "./identity.js";
import {structureToQuery, type StructureAddress} from "./structureAddress.js";
import {unlockEffects} from "./unlockEffects.js";

/** How the page about structures asks, unlocks, draws and keeps what was chosen. `viewer`: address of the module that draws. */
export function structureEffects(desk: AssociationDesk, viewer: string) {
  return {
    get status() {
      return desk.status;
    },
    onStatus: desk.onStatus.bind(desk),
    ask: desk.ask.bind(desk),
    onAskerChange: onIdentityChange,
    onView: (view: StructureAddress) => keepInAddress(structureToQuery(view)),
    loadViewer: async (): Promise<DrawModel> => (await import(/* @vite-ignore */ viewer)).drawModel,
    hasWebGl,
    ...unlockEffects(desk)
  };
}

function hasWebGl(): boolean {
  const canvas = document.createElement("canvas");
  return Boolean(canvas.getContext("webgl2") ?? canvas.getContext("webgl"));
}
