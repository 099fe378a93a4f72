import {onIdentityChange} from "./identity.js";
import {keyring} from "./keyring.js";
import {parseAgeKey} from "./unlock.js";
import type {Workbench} from "./workbench.js";

/** The query that the address of the page asks, or empty. */
export function readSqlAddress(): string {
  return new URLSearchParams(location.search).get("q") ?? "";
}

/** How the page that asks in SQL unlocks and links. */
export function sqlEffects(workbench: Workbench) {
  return {
    onAskerChange: onIdentityChange,
    link(text: string): string {
      const query = new URLSearchParams({q: text}).toString();
      // A very long query would make an address that servers refuse.
      const address = query.length < 4_000 ? `${location.pathname}?${query}` : location.pathname;
      history.replaceState(history.state, "", address);
      return `${location.origin}${address}`;
    },
    /** Opens the tables with a key as it was pasted, and keeps it as long as the reader wants. */
    async unlock(text: string, remember: boolean): Promise<void> {
      const key = parseAgeKey(text);
      await workbench.unlock(key);
      keyring.hold(key);
      if (remember) await keyring.remember();
    },
    /** Opens the tables with the key that this browser remembers, if it does. */
    async unlockRemembered(): Promise<void> {
      const key = await keyring.read();
      if (key) await workbench.unlock(key);
    }
  };
}
