/** What a reader changed in the rules on the page What if, kept in this browser only until they discard it. */
export interface WhatIfEdits {
  /** Hash of the policy set that was changed. */
  base: string;
  /** Changed files in full, by path; null for one that was taken away. */
  changes: Record<string, string | null>;
}

const key = "covenant.what-if";

/** The edits kept in this browser; null when there are none, or when what is kept cannot be read. */
export function readEdits(storage: Pick<Storage, "getItem"> | null = browserStorage()): WhatIfEdits | null {
  try {
    const {base, changes} = JSON.parse(storage?.getItem(key) ?? "null") as Partial<WhatIfEdits>;
    if (typeof base !== "string" || typeof changes !== "object" || changes === null) return null;
    if (Object.values(changes).some((text) => text !== null && typeof text !== "string")) return null;
    return Object.keys(changes).length > 0 ? {base, changes} : null;
  } catch {
    return null;
  }
}

/** Keeps the edits for the next visit; false where the browser keeps nothing. */
export function keepEdits(
  edits: WhatIfEdits,
  storage: Pick<Storage, "setItem" | "removeItem"> | null = browserStorage()
): boolean {
  try {
    if (Object.keys(edits.changes).length === 0) storage?.removeItem(key);
    else storage?.setItem(key, JSON.stringify(edits));
    return storage !== null;
  } catch {
    return false;
  }
}

/** Reading `localStorage` itself throws where cookies are blocked. */
function browserStorage(): Storage | null {
  try {
    return globalThis.localStorage ?? null;
  } catch {
    return null;
  }
}
