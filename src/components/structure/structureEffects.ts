import type {DrawModel} from "../../model/structure.js";
import type {ComparisonEffects} from "../equity/genomics/comparisonEffects.js";

/** What is marked in every drawing of a protein. */
export interface Selection {
  /** 1-based; null = none. */
  residue: number | null;
  /** One of the changes at the residue, such as `R130Q`; null = all of them. */
  change: string | null;
}

/** What a reader has chosen on the page; a link brings it back. */
export interface StructureView extends Selection {
  /** Null = the first. */
  gene: string | null;
}

/** What the page about structures is given: ways to ask, to unlock, to draw, and to keep what was chosen. */
export interface StructureEffects extends Pick<
  ComparisonEffects,
  "status" | "onStatus" | "ask" | "onAskerChange" | "unlock" | "unlockRemembered"
> {
  /** Loads what draws in three dimensions, when it is first asked for. */
  loadViewer(): Promise<DrawModel>;
  /** Whether this browser can draw in three dimensions. */
  hasWebGl(): boolean;
  onView(view: StructureView): void;
}
