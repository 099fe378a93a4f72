import type {ByteSink} from "./parquet/byteSink.js";

/**
 * A sink whose bytes reach `sink` encrypted to age public keys (`age1…`), piece by piece: what goes in is never whole in
 * memory and never on disk. Without a recipient there is no file: one that nobody may open should not be written.
 */
export async function encryptedSink(sink: ByteSink, recipients: readonly string[]): Promise<ByteSink> {
  if (recipients.length === 0)
    throw new Error("nobody to encrypt to: name an age public key under release.recipients.registered");
  // A release without registered tables does without the cipher.
  const {Encrypter} = await import("age-encryption");
  const encrypter = new Encrypter();
  for (const recipient of recipients) encrypter.addRecipient(recipient);
  // Holding a few pieces keeps encoder and cipher busy; more would only fill memory.
  const {readable, writable} = new TransformStream<Uint8Array, Uint8Array>({}, {highWaterMark: 2});
  const plain = writable.getWriter();
  const written = encrypter
    .encrypt(readable)
    .then((cipher) => cipher.pipeTo(new WritableStream({write: (bytes) => sink.write(bytes)})));
  // A failed write must surface at the next call, not as a rejection that nobody awaits.
  written.catch(() => {});
  plain.closed.catch(() => {});
  return {
    async write(bytes) {
      await Promise.race([plain.ready, written]);
      plain.write(bytes).catch(() => {});
    },
    async close() {
      await plain.close();
      await written;
      await sink.close();
    },
    async abort() {
      await plain.abort().catch(() => {});
      await written.catch(() => {});
      await sink.abort();
    }
  };
}
