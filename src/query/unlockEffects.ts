import {keyring} from "./keyring.js";
import {parseAgeKey} from "./unlock.js";
import type {Workbench} from "./workbench.js";

/** How a page opens the encrypted tables. */
export function unlockEffects(workbench: Pick<Workbench, "unlock">) {
  return {
    /** Opens the tables with a key as it was pasted, and keeps it as long as the reader wants. */
    async unlock(text: string, remember: boolean) {
      const key = parseAgeKey(text);
      await workbench.unlock(key);
      keyring.hold(key);
      if (remember) await keyring.remember();
    },
    /** Opens the tables with the key that this browser remembers, if it does. */
    async unlockRemembered() {
      const key = await keyring.read();
      if (key) await workbench.unlock(key);
    }
  };
}
