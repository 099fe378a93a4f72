/**
 * The reader's key: in memory until the page is left, unless the reader asks this browser to remember it.
 * Remembered, it lies in IndexedDB encrypted by an AES-GCM key that WebCrypto does not let anybody export.
 * That keeps it out of backups and from a glance at the storage, not from a program that runs in this page.
 */
export interface Keyring {
  /** The key in use: the one held in memory, else the remembered one, else null. */
  read(): Promise<string | null>;
  /** Holds the key in memory. */
  hold(key: string): void;
  /** Stores the key that is held. Rejects where the browser keeps nothing. */
  remember(): Promise<void>;
  remembered(): Promise<boolean>;
  /** Forgets the key everywhere. */
  forget(): Promise<void>;
  /** Calls `listener` at every change; returns how to stop. */
  onChange(listener: () => void): () => void;
}

/** Where a remembered key lies: IndexedDB in a browser, a map in a test. */
export interface KeyStore {
  get(): Promise<{wrapping: CryptoKey; iv: Uint8Array<ArrayBuffer>; sealed: ArrayBuffer} | undefined>;
  set(value: {wrapping: CryptoKey; iv: Uint8Array<ArrayBuffer>; sealed: ArrayBuffer}): Promise<void>;
  clear(): Promise<void>;
}

export function openKeyring(store: KeyStore): Keyring {
  let held: string | null = null;
  const listeners = new Set<() => void>();
  const changed = (): void => listeners.forEach((listener) => listener());
  return {
    async read() {
      held ??= await unseal(store);
      return held;
    },
    hold(key) {
      held = key;
      changed();
    },
    async remember() {
      if (held === null) throw new Error("there is no key to remember: unlock the tables first");
      await store.set(await seal(held));
      changed();
    },
    async remembered() {
      return (await store.get().catch(() => undefined)) !== undefined;
    },
    async forget() {
      held = null;
      await store.clear();
      changed();
    },
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    }
  };
}

/** The keyring of this browser; pages share what it remembers, not what it holds. */
export const keyring: Keyring = openKeyring(indexedKeyStore());

/** The signing key of a member of the board. */
export const signingKeys: Keyring = openKeyring(indexedKeyStore("covenant-signing-key"));

/** The signing key that this browser made for its reader's referrals and proposals. */
export const readerKeys: Keyring = openKeyring(indexedKeyStore("covenant-reader-key"));

async function seal(key: string) {
  if (!globalThis.crypto?.subtle)
    throw new Error("this browser can only keep a key safely on an https page: the key stays in memory");
  const wrapping = await crypto.subtle.generateKey({name: "AES-GCM", length: 256}, false, ["encrypt", "decrypt"]);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const sealed = await crypto.subtle.encrypt({name: "AES-GCM", iv}, wrapping, new TextEncoder().encode(key));
  return {wrapping, iv, sealed};
}

/** What cannot be read any more is as good as not there. */
async function unseal(store: KeyStore): Promise<string | null> {
  try {
    const kept = await store.get();
    if (!kept) return null;
    const {wrapping, iv, sealed} = kept;
    return new TextDecoder().decode(await crypto.subtle.decrypt({name: "AES-GCM", iv}, wrapping, sealed));
  } catch {
    return null;
  }
}

function indexedKeyStore(name = "covenant-key"): KeyStore {
  const inStore = async <T>(mode: IDBTransactionMode, use: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> => {
    const db = await result(opened(name));
    try {
      return await result(use(db.transaction("key", mode).objectStore("key")));
    } finally {
      db.close();
    }
  };
  return {
    get: () => inStore("readonly", (store) => store.get("key")),
    set: async (value) => void (await inStore("readwrite", (store) => store.put(value, "key"))),
    clear: async () => void (await inStore("readwrite", (store) => store.clear()))
  };
}

function opened(name: string): IDBOpenDBRequest {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => request.result.createObjectStore("key");
  return request;
}

function result<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("this browser keeps nothing"));
  });
}
