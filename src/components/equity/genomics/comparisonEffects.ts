import type {AskedAbout, AskedTrait, AssociationTables, ReadOfTrait} from "../../../model/association.js";
import type {TablesStatus} from "../../association/associationEffects.js";

/** What a reader has chosen on the page; a link brings it back. */
export interface CarryOverView {
  /** A trait's id; null = the first that may be looked at. */
  trait: string | null;
  /** The group that findings of the others are looked at in; null = the first. */
  group: string | null;
}

/** What the page about carrying over is given: ways to ask, to unlock, and to keep what was chosen. */
export interface ComparisonEffects {
  readonly status: TablesStatus;
  onStatus(listener: (status: TablesStatus) => void): () => void;
  /** Asks the query gate, about one trait or about none; see `associationDesk.ts`. */
  ask<Value>(
    trait: {id: string; label: string} | null,
    action: "view" | "export",
    about: AskedAbout,
    read: (tables: AssociationTables) => Promise<ReadOfTrait<Value>>
  ): Promise<AskedTrait<Value>>;
  unlock(text: string, remember: boolean): Promise<void>;
  unlockRemembered(): Promise<void>;
  onAskerChange(listener: () => void): () => void;
  onView(view: CarryOverView): void;
}
