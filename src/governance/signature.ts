import {ed25519} from "@noble/curves/ed25519.js";
import {bytesToHex, hexToBytes, utf8ToBytes} from "@noble/hashes/utils.js";
import canonicalize from "canonicalize";

/** Something that somebody stands by: a vote, a sign-off, how far a log reached. */
export interface Signed<T extends Statement> {
  statement: T;
  /** Public key of the signer: `ed25519:` and 64 hexadecimal digits. */
  key: string;
  /** Ed25519 (RFC 8032) over the canonical JSON (RFC 8785) of the statement, 128 hexadecimal digits. */
  signature: string;
}

/** `kind` keeps a signature given for one purpose from serving another. */
export interface Statement {
  kind: string;
}

const publicPrefix = "ed25519:";
const secretPrefix = "ed25519-secret:";

/** A new secret key, `ed25519-secret:` and 64 hexadecimal digits, from the system's random numbers. */
export function newSecretKey(): string {
  return secretPrefix + bytesToHex(ed25519.utils.randomSecretKey());
}

/** The public half. Throws an Error for what is no secret key; its message does not repeat the key. */
export function publicKeyOf(secret: string): string {
  return publicPrefix + bytesToHex(ed25519.getPublicKey(secretBytes(secret)));
}

export function signStatement<T extends Statement>(statement: T, secret: string): Signed<T> {
  // Through JSON, so that what is signed is what a file holds (no undefined, no class instances).
  const plain = JSON.parse(JSON.stringify(statement)) as T;
  const signature = bytesToHex(ed25519.sign(bytesOf(plain), secretBytes(secret)));
  return {statement: plain, key: publicKeyOf(secret), signature};
}

/** Whether the holder of `key` signed just this statement; false for anything malformed. */
export function isSigned({statement, key, signature}: Signed<Statement>): boolean {
  try {
    if (!key.startsWith(publicPrefix)) return false;
    return ed25519.verify(hexToBytes(signature), bytesOf(statement), hexToBytes(key.slice(publicPrefix.length)), {
      zip215: false
    });
  } catch {
    return false;
  }
}

function bytesOf(statement: Statement): Uint8Array {
  return utf8ToBytes(`covenant-statement/1\n${canonicalize(statement)}`);
}

function secretBytes(secret: string): Uint8Array {
  const hex = secret.trim().toLowerCase();
  if (!/^ed25519-secret:[0-9a-f]{64}$/.test(hex))
    throw new Error("not a signing key: expected ed25519-secret: and 64 hexadecimal digits");
  return hexToBytes(hex.slice(secretPrefix.length));
}
