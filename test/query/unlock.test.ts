import {generateIdentity, identityToRecipient} from "age-encryption";
import {beforeAll, describe, expect, it} from "vitest";
import {openKeyring, type KeyStore} from "../../src/query/keyring.js";
import {openAge, parseAgeKey} from "../../src/query/unlock.js";
import {encrypted} from "../fixtures/sampleRelease.js";

const text = new Uint8Array(200_000).map((_, i) => i % 251);
let key: string;
let other: string;
let file: Uint8Array;

beforeAll(async () => {
  [key, other] = [await generateIdentity(), await generateIdentity()];
  file = await encrypted(text, [await identityToRecipient(key)]);
});

describe("parseAgeKey(text)", () => {
  it("finds the key in pasted text and in a key file with comments", () => {
    expect(parseAgeKey(`  ${key.toLowerCase()}\n`)).toBe(key);
    expect(parseAgeKey(`# created: today\r\n# public key: age1xyz\r\n${key}\r\n`)).toBe(key);
  });

  it("says what was pasted instead", async () => {
    expect(() => parseAgeKey("")).toThrow("no age key found");
    expect(() => parseAgeKey(`${key}\n${other}`)).toThrow("found 2 keys");
    const recipient = await identityToRecipient(key);
    expect(() => parseAgeKey(recipient)).toThrow("this is a public key");
    expect(() => parseAgeKey(recipient)).not.toThrow(recipient);
  });
});

describe("openAge(file, key, onProgress)", () => {
  it("opens what was encrypted, and tells how much is open", async () => {
    const progress: number[] = [];
    expect(await openAge(file, key, (bytes) => progress.push(bytes))).toEqual(text);
    expect(progress.at(-1)).toBe(text.length);
    expect(progress.length).toBeGreaterThan(1);
  });

  it("says that a key is another cohort's, half a key, or a file damaged", async () => {
    await expect(openAge(file, other)).rejects.toThrow("this key does not open the tables of this cohort");
    await expect(openAge(file, key.slice(0, -3))).rejects.toThrow("this is not a whole age key");
    await expect(openAge(file.slice(0, -5), key)).rejects.toThrow("damaged");
    const changed = file.slice();
    changed[changed.length - 100] ^= 1;
    await expect(openAge(changed, key)).rejects.toThrow("damaged");
  });
});

describe("openKeyring(store)", () => {
  it("holds a key in memory only, until it is asked to remember it", async () => {
    const {store, kept} = memoryStore();
    const ring = openKeyring(store);
    ring.hold(key);
    expect(await ring.read()).toBe(key);
    expect(await openKeyring(store).read()).toBeNull();
    await ring.remember();
    expect(await ring.remembered()).toBe(true);
    expect(await openKeyring(store).read()).toBe(key);
    expect(new TextDecoder().decode(kept()!.sealed)).not.toContain(key.slice(20, 30));
  });

  it("wraps it with a key that cannot be exported", async () => {
    const {store, kept} = memoryStore();
    const ring = openKeyring(store);
    ring.hold(key);
    await ring.remember();
    expect(kept()!.wrapping.extractable).toBe(false);
    await expect(crypto.subtle.exportKey("raw", kept()!.wrapping)).rejects.toThrow();
  });

  it("forgets everywhere and tells who listens", async () => {
    const {store, kept} = memoryStore();
    const ring = openKeyring(store);
    let changes = 0;
    const stop = ring.onChange(() => (changes += 1));
    ring.hold(key);
    await ring.remember();
    await ring.forget();
    stop();
    ring.hold(key);
    expect(changes).toBe(3);
    expect(kept()).toBeUndefined();
    expect(await openKeyring(store).read()).toBeNull();
  });

  it("has no key where the store cannot be read or holds what cannot be opened", async () => {
    const broken: KeyStore = {
      get: () => Promise.reject(new Error("blocked")),
      set: async () => undefined,
      clear: async () => undefined
    };
    expect(await openKeyring(broken).read()).toBeNull();
    await expect(openKeyring(broken).remember()).rejects.toThrow("there is no key to remember");
  });
});

function memoryStore() {
  type Kept = Parameters<KeyStore["set"]>[0];
  let value: Kept | undefined;
  const store: KeyStore = {
    get: async () => value,
    set: async (next) => void (value = next),
    clear: async () => void (value = undefined)
  };
  return {store, kept: () => value};
}
