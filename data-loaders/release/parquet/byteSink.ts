import {createHash} from "node:crypto";
import {open, rename, rm} from "node:fs/promises";

/** Where the bytes of a file go, in order: to disk, or through a cipher first. */
export interface ByteSink {
  write(bytes: Uint8Array): Promise<void>;
  /** All was written: make it visible. */
  close(): Promise<void>;
  /** Something failed: leave nothing behind. */
  abort(): Promise<void>;
}

export interface FileSink extends ByteSink {
  /** Of what was written so far. The hash (SHA-256, hex) can be asked for once. */
  bytes(): number;
  sha256(): string;
}

/** Writes `PATH.partial-PID` and renames it to `path` when all is there. */
export async function fileSink(path: string): Promise<FileSink> {
  const partial = `${path}.partial-${process.pid}`;
  const file = await open(partial, "w");
  const hash = createHash("sha256");
  let size = 0;
  return {
    async write(bytes) {
      hash.update(bytes);
      size += bytes.length;
      for (let done = 0; done < bytes.length;) done += (await file.write(bytes, done)).bytesWritten;
    },
    async close() {
      await file.close();
      await rename(partial, path);
    },
    async abort() {
      await file.close().catch(() => {});
      await rm(partial, {force: true});
    },
    bytes: () => size,
    sha256: () => hash.digest("hex")
  };
}
