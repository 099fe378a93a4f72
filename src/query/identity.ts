import {roles, type Role} from "../model/request.js";

/** Who asks and why, as chosen at the top of every page. Kept in this browser only; sent nowhere. */
export interface Identity {
  /** Random, made once per browser: tells two decision logs apart, names nobody. */
  id: string;
  role: Role;
  /** `code` is a DUO term; both are empty until somebody chooses. `concerns` as in `policies/concerns.csv`. */
  purpose: {code: string; statement: string; concerns?: string[]};
}

const key = "covenant.identity";
const listeners = new Set<(identity: Identity) => void>();
let inMemory: Identity | null = null;

/** The identity chosen in this browser; nobody in particular (`public`, no purpose) when none was, or when what is kept cannot be read. */
export function readIdentity(): Identity {
  if (inMemory) return inMemory;
  inMemory = parseIdentity(storage()?.getItem(key) ?? null) ?? nobody();
  return inMemory;
}

/** True once somebody has chosen a purpose. */
export function hasPurpose({purpose}: Identity): boolean {
  return purpose.code !== "" && purpose.statement.trim() !== "";
}

/** Keeps role and purpose for every page, and for the next visit where the browser allows it. */
export function writeIdentity(change: Pick<Identity, "role" | "purpose">): Identity {
  inMemory = {id: readIdentity().id, role: change.role, purpose: {...change.purpose}};
  try {
    storage()?.setItem(key, JSON.stringify(inMemory));
  } catch {
    // A full or forbidden store: the choice then lasts until the page is left.
  }
  for (const listener of listeners) listener(inMemory);
  return inMemory;
}

/** Calls `listener` at every change, in this tab or another; returns how to stop. Does not call it at once. */
export function onIdentityChange(listener: (identity: Identity) => void): () => void {
  listeners.add(listener);
  if (listeners.size === 1) globalThis.addEventListener?.("storage", followOtherTabs);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) globalThis.removeEventListener?.("storage", followOtherTabs);
  };
}

function followOtherTabs(event: Event): void {
  const changed = (event as StorageEvent).key;
  // A null key means that the whole store was cleared.
  if (changed !== null && changed !== key) return;
  inMemory = null;
  const identity = readIdentity();
  for (const listener of listeners) listener(identity);
}

function parseIdentity(text: string | null): Identity | null {
  if (text === null) return null;
  try {
    const {id, role, purpose} = JSON.parse(text) as Partial<Identity>;
    if (typeof id !== "string" || !roles.includes(role as Role)) return null;
    if (typeof purpose?.code !== "string" || typeof purpose.statement !== "string") return null;
    const concerns = Array.isArray(purpose.concerns) ? purpose.concerns.map(String) : [];
    const {code, statement} = purpose;
    return {id, role: role as Role, purpose: {code, statement, ...(concerns.length > 0 && {concerns})}};
  } catch {
    return null;
  }
}

function nobody(): Identity {
  const random = globalThis.crypto.getRandomValues(new Uint8Array(4));
  const id = `reader-${Array.from(random, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
  return {id, role: "public", purpose: {code: "", statement: ""}};
}

/** Reading `localStorage` itself throws where cookies are blocked. */
function storage(): Storage | null {
  try {
    return globalThis.localStorage ?? null;
  } catch {
    return null;
  }
}
