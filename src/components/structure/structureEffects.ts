import type {DrawModel} from "../../model/structure.js";
import type {ComparisonEffects} from "../equity/genomics/comparisonEffects.js";

/** What a reader has chosen on the page; a link brings it back. */
export interface StructureView {
  /** Null = the first. */
  gene: string | null;
  /** Such as `R130Q`. */
  change: string | null;
}

/** What the page about structures is given: ways to ask, to draw, and to keep what was chosen. */
export interface StructureEffects extends Pick<ComparisonEffects, "status" | "ask" | "onAskerChange"> {
  /** Loads what draws in three dimensions, when it is first asked for. */
  loadViewer(): Promise<DrawModel>;
  onView(view: StructureView): void;
}
