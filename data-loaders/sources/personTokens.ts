import {createHash} from "node:crypto";

/** Bytes of a token. */
export const tokenBytes = 16;

/**
 * Something that stays the same for a person between versions of a cohort's files: 16 bytes of the SHA-256 of the id.
 * They are compared, never written, since an id can be guessed; what is written about them is a keyed hash of many.
 */
export function personTokens(ids: Iterable<string>, count: number): Uint8Array {
  const tokens = new Uint8Array(count * tokenBytes);
  let at = 0;
  for (const id of ids) {
    tokens.set(createHash("sha256").update(id).digest().subarray(0, tokenBytes), at);
    at += tokenBytes;
  }
  return tokens;
}
