import {Decrypter} from "age-encryption";

/**
 * The secret key in pasted text or in a key file, whose other lines are comments.
 * Throws an Error that says what was found instead, and never repeats the text.
 */
export function parseAgeKey(text: string): string {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const keys = lines.filter((line) => /^AGE-SECRET-KEY-(PQ-)?1[0-9A-Z]+$/i.test(line));
  if (keys.length === 1) return keys[0].toUpperCase();
  if (keys.length > 1) throw new Error(`found ${keys.length} keys: paste the one that was made for this cohort`);
  if (lines.some((line) => line.startsWith("age1")))
    throw new Error("this is a public key, beginning with age1: paste the secret one, beginning with AGE-SECRET-KEY-1");
  throw new Error("no age key found: paste the line that begins with AGE-SECRET-KEY-1");
}

/**
 * Opens an age file. `onProgress` is told the bytes that are open so far.
 * Rejects when the key is not one of the file's recipients, and when the file was changed or cut short.
 */
export async function openAge(
  file: Uint8Array,
  key: string,
  onProgress: (bytes: number) => void = () => undefined
): Promise<Uint8Array> {
  const decrypter = new Decrypter();
  try {
    decrypter.addIdentity(key);
  } catch {
    throw new Error("this is not a whole age key: paste the complete line that begins with AGE-SECRET-KEY-1");
  }
  try {
    const open = await decrypter.decrypt(new Blob([file as Uint8Array<ArrayBuffer>]).stream());
    return await collect(open, file.length, onProgress);
  } catch (error) {
    throw new Error(failure(error));
  }
}

async function collect(
  stream: ReadableStream<Uint8Array>,
  atMost: number,
  onProgress: (bytes: number) => void
): Promise<Uint8Array> {
  // An age file is always longer than what is in it.
  const bytes = new Uint8Array(atMost);
  let length = 0;
  for (const reader = stream.getReader(); ;) {
    const {done, value} = await reader.read();
    if (done) return bytes.slice(0, length);
    bytes.set(value, length);
    length += value.length;
    onProgress(length);
  }
}

function failure(error: unknown): string {
  const said = error instanceof Error ? error.message : String(error);
  return /no identity matched|identity/i.test(said)
    ? "this key does not open the tables of this cohort: check that it was made for it, or ask whoever gave it to you"
    : "the encrypted table is damaged: reload the page, or tell who runs this site";
}
