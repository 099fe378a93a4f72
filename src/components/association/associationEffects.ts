import type {
  AskedAbout,
  AskedTrait,
  AssociationTables,
  AssociationView,
  GeneInterval,
  PhewasView,
  ReadOfTrait
} from "../../model/association.js";
import type {Decision} from "../../model/decision.js";
import type {ReleaseManifest, Tier} from "../../model/release.js";
import type {Request} from "../../model/request.js";
import type {UnlockProgress} from "../variants/unlockPanel.js";

/** How far the tables of association are; the same as the desk says. */
export type TablesStatus =
  | {phase: "absent"}
  | {phase: "locked"; problem?: string}
  | {phase: "opening"; step: string; share: number}
  | ({phase: "ready"; tier: Tier; whole: boolean; unlockable: boolean} & UnlockProgress);

export type Trait = ReleaseManifest["traits"][number];

/** What the pages about association are given: ways to ask, to unlock, and to keep what was chosen. */
export interface AssociationEffects {
  readonly status: TablesStatus;
  onStatus(listener: (status: TablesStatus) => void): () => void;
  /** Asks the query gate about one trait; see `associationDesk.ts`. */
  ask<Value>(
    trait: {id: string; label: string},
    action: "view" | "export",
    about: AskedAbout,
    read: (tables: AssociationTables) => Promise<ReadOfTrait<Value>>
  ): Promise<AskedTrait<Value>>;
  /** The annotation and the names of variants, which are about nobody, so that nobody is asked. */
  genes(): Promise<GeneInterval[]>;
  named(rsid: string): Promise<string | null>;
  unlock(text: string, remember: boolean): Promise<void>;
  unlockRemembered(): Promise<void>;
  onAskerChange(listener: () => void): () => void;
  /** Takes a question that was referred to the form for the board. */
  refer?(referred: {request: Request; decision: Decision}): void;
  onView(view: AssociationView & PhewasView): void;
}
