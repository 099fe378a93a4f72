import type {
  AssociationTables,
  DeskTable,
  AskedAbout,
  AskedTrait,
  GeneInterval,
  ReadOfTrait
} from "../model/association.js";
import type {ReleasedTable, ReleaseManifest, Tier} from "../model/release.js";
import type {Action, QueryFacts, Request} from "../model/request.js";
import {carriesNoise, tierView} from "../model/tierView.js";
import {associationTables} from "./associationTables.js";
import {requestOf, type GateEffects} from "./gateway.js";
import {fetchReleased} from "./releaseFiles.js";
import {openAge} from "./unlock.js";

/** How far the tables of association are. */
export type DeskStatus =
  | {phase: "absent"}
  | {phase: "locked"; problem?: string}
  | {phase: "opening"; step: string; share: number}
  /**
   * `whole`: all variants, trait by trait, rather than the few associations that everybody sees of a public-safe release.
   * `unlockable`: a key would open more.
   */
  | {
      phase: "ready";
      tier: Tier;
      whole: boolean;
      unlockable: boolean;
      opening?: {step: string; share: number};
      problem?: string;
    };

export interface DeskEffects extends Pick<GateEffects, "record"> {
  policy: Promise<GateEffects["policy"]>;
  identity(): Pick<Request, "actor" | "purpose">;
  manifestUrl: string;
  /** Gets the Parquet reader ready. */
  ready(): Promise<unknown>;
}

export interface AssociationDesk {
  readonly status: DeskStatus;
  onStatus(listener: (status: DeskStatus) => void): () => void;
  unlock(key: string): Promise<void>;
  /** The annotation and the names of variants, which are about nobody, so that nobody is asked. */
  genes(): Promise<GeneInterval[]>;
  named(rsid: string): Promise<string | null>;
  /**
   * Plan, decide, run, recheck, record, for one trait, or null for what is about no trait: `read` runs only if the plan is permitted, and what it read is
   * given out only if its smallest count is too. See `gateway.ts`.
   */
  ask<Value>(
    trait: {id: string; label: string} | null,
    action: Action,
    about: AskedAbout,
    read: (tables: AssociationTables) => Promise<ReadOfTrait<Value>>
  ): Promise<AskedTrait<Value>>;
}

/**
 * `needed`: the table that a page is about; it is locked or absent as that is. `also`: others, which a key is asked for
 * where `needed` is open to everybody.
 */
export function openAssociationDesk(
  manifest: ReleaseManifest,
  effects: DeskEffects,
  needed: DeskTable = "association",
  also: readonly DeskTable[] = []
): AssociationDesk {
  const [everybody, readers] = [tierView(manifest, "public"), tierView(manifest, "registered")];
  const isWhole = (table: ReleasedTable): boolean =>
    needed === "association" ? isOfTrait(table) : table.name === needed;
  const encrypted = readers.tables.some(
    (table) => table.tier === "registered" && (isWhole(table) || also.some((name) => name === table.name))
  );
  const open = everybody.tables.some(({name, tier}) => name === needed && tier === "public");
  const listeners = new Set<(status: DeskStatus) => void>();
  let status: DeskStatus = open
    ? {phase: "ready", tier: "public", whole: everybody.tables.some(isWhole), unlockable: encrypted}
    : encrypted
      ? {phase: "locked"}
      : {phase: "absent"};
  let key: string | null = null;
  let tables = associationTables(everybody, openFile);
  const say = (next: DeskStatus): void => {
    status = next;
    for (const listener of listeners) listener(next);
  };

  async function openFile(table: ReleasedTable): Promise<Uint8Array> {
    await effects.ready();
    const file = await fetchReleased(effects.manifestUrl, table);
    return table.tier === "registered" ? openAge(file, key ?? "") : file;
  }

  return {
    genes: () => tables.genes(),
    named: (rsid) => tables.named(rsid),
    get status() {
      return status;
    },
    onStatus(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async unlock(candidate) {
      if (!encrypted) throw new Error("this release has no encrypted tables: there is nothing to unlock");
      const before = status;
      try {
        const opening = {step: "Trying the key", share: 0};
        say(before.phase === "ready" ? {...before, opening, problem: undefined} : {phase: "opening", ...opening});
        await openAge(await fetchReleased(effects.manifestUrl, smallestEncrypted(readers)), candidate);
        key = candidate;
        tables = associationTables(readers, openFile);
        say({phase: "ready", tier: "registered", whole: true, unlockable: false});
      } catch (error) {
        const problem = error instanceof Error ? error.message : String(error);
        say(before.phase === "ready" ? {...before, problem} : {phase: "locked", problem});
        throw error;
      }
    },
    async ask<Value>(
      trait: {id: string; label: string} | null,
      action: Action,
      about: AskedAbout,
      read: (tables: AssociationTables) => Promise<ReadOfTrait<Value>>
    ) {
      if (status.phase !== "ready") throw new Error("the tables are not open: unlock them, or reload the page");
      const asked = tables;
      const view = tierView(manifest, status.tier);
      const policy = await effects.policy;
      const facts = factsOfTrait(view, about, trait?.id ?? null);
      const request = requestOf(
        {...effects.identity(), manifest: view, ...(trait && {trait: {id: trait.id, label: trait.label}})},
        action,
        facts
      );
      const planned = await policy.decide(request);
      if (planned.outcome !== "permit") return recorded<Value>({request, decision: planned, value: null}, effects);
      const {value, smallestCell, variants = facts.variants} = await read(asked);
      const seen = {...request, query: {...facts, min_cell: smallestCell, variants}};
      const decision = await policy.decide(seen);
      return recorded<Value>({request: seen, decision, value: decision.outcome === "permit" ? value : null}, effects);
    }
  };
}

async function recorded<Value>(
  asked: AskedTrait<Value>,
  {record}: Pick<GateEffects, "record">
): Promise<AskedTrait<Value>> {
  await record({request: asked.request, decision: asked.decision});
  return asked;
}

function factsOfTrait(
  view: ReleaseManifest,
  {table: name = "association", columns, filters, variants, together = false, score}: AskedAbout,
  trait: string | null
): QueryFacts {
  const table = view.tables.find((one) => one.name === name && (one.trait ?? trait) === trait);
  const method = score ? ("score" as const) : trait === null ? null : ("association" as const);
  // What everybody sees of a public-safe release is of all people together.
  const isWhole = name !== "association" || table?.trait !== undefined;
  const divided = !together && isWhole && view.strata.some((variable) => variable.name === "ancestry");
  const groups = divided ? ["ancestry"] : [];
  return {
    table: name,
    columns,
    group_by: groups,
    filters,
    min_cell: null,
    variants,
    quasi_identifiers: groups,
    result_level: divided ? "stratum" : "cohort",
    smallest_group: divided ? smallestAncestry(view) : null,
    merge_smallest: 0,
    ...(method !== null && {method}),
    ...(score && {score}),
    ...(table && {tier: table.tier}),
    ...(table && carriesNoise(view, name, table.tier) && {noisy: true})
  };
}

/** Null where a count that it needs is withheld. */
function smallestAncestry({people}: ReleaseManifest): number | null {
  const at = people.strata.indexOf("ancestry");
  const sizes = new Map<string, number>();
  for (const {levels, n} of people.rows) {
    if (n === null || at < 0) return null;
    sizes.set(levels[at], (sizes.get(levels[at]) ?? 0) + n);
  }
  return sizes.size > 0 ? Math.min(...sizes.values()) : null;
}

function isOfTrait({name, trait}: ReleasedTable): boolean {
  return name === "association" && trait !== undefined;
}

function smallestEncrypted({tables}: ReleaseManifest): ReleasedTable {
  return tables.filter(({tier}) => tier === "registered").reduce((a, b) => (b.bytes < a.bytes ? b : a));
}
