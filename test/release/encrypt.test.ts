import {Decrypter, generateIdentity, identityToRecipient} from "age-encryption";
import {describe, expect, it} from "vitest";
import {encryptedSink} from "../../data-loaders/release/encrypt.js";
import type {ByteSink} from "../../data-loaders/release/parquet/byteSink.js";

describe("encryptedSink(sink, recipients)", () => {
  it("gives a file that each recipient's key opens, and no other", async () => {
    const [first, second, stranger] = await Promise.all([generateIdentity(), generateIdentity(), generateIdentity()]);
    const memory = memorySink();
    const sink = await encryptedSink(memory, await Promise.all([first, second].map((key) => identityToRecipient(key))));
    const pieces = Array.from({length: 40}, (_, i) => new Uint8Array(5_000 + i).fill(i));
    for (const piece of pieces) await sink.write(piece);
    await sink.close();
    const plain = Buffer.concat(pieces);
    const cipher = Buffer.concat(memory.written);
    expect(cipher.includes(Buffer.from(pieces[39]))).toBe(false);
    for (const key of [first, second]) expect(Buffer.from(await decrypt(cipher, key)).equals(plain)).toBe(true);
    await expect(decrypt(cipher, stranger)).rejects.toThrow();
    expect(memory.end).toBe("closed");
  });

  it("refuses to write a file for nobody", async () => {
    const memory = memorySink();
    await expect(encryptedSink(memory, [])).rejects.toThrow("release.recipients.registered");
    expect(memory.written).toEqual([]);
  });

  it("leaves nothing behind when it is aborted", async () => {
    const memory = memorySink();
    const sink = await encryptedSink(memory, [await identityToRecipient(await generateIdentity())]);
    await sink.write(new Uint8Array(100_000));
    await sink.abort();
    expect(memory.end).toBe("aborted");
  });

  it("fails where the disk does", async () => {
    const full = {...memorySink(), write: () => Promise.reject(new Error("no space left"))};
    const sink = await encryptedSink(full, [await identityToRecipient(await generateIdentity())]);
    const writing = async (): Promise<void> => {
      for (let i = 0; i < 50; ++i) await sink.write(new Uint8Array(100_000));
      await sink.close();
    };
    await expect(writing()).rejects.toThrow("no space left");
  });
});

interface MemorySink extends ByteSink {
  written: Uint8Array[];
  end: "open" | "closed" | "aborted";
}

function memorySink(): MemorySink {
  const sink: MemorySink = {
    written: [],
    end: "open",
    async write(bytes) {
      sink.written.push(bytes.slice());
    },
    async close() {
      sink.end = "closed";
    },
    async abort() {
      sink.end = "aborted";
    }
  };
  return sink;
}

async function decrypt(cipher: Uint8Array, identity: string): Promise<Uint8Array> {
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  return decrypter.decrypt(cipher);
}
