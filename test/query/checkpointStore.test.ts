import "fake-indexeddb/auto";
import {describe, expect, it} from "vitest";
import {readCheckpoint, signCheckpoint} from "../../src/governance/checkpoint.js";
import {publicKeyOf} from "../../src/governance/signature.js";
import {keepCheckpoint, readCheckpoints, readersKey} from "../../src/query/checkpointStore.js";
import {pastDecisions} from "../fixtures/pastDecisions.js";

const entries = pastDecisions(5);
const at = "2026-01-02T00:00:00Z";

describe("checkpoints of a browser", () => {
  it("readersKey() makes one key and keeps it, also when it is asked for twice at once", async () => {
    const [first, second] = await Promise.all([readersKey(), readersKey()]);
    expect(second).toBe(first);
    expect(await readersKey()).toBe(first);
    expect(publicKeyOf(first)).toMatch(/^ed25519:/);
  });

  it("readCheckpoints(log) gives those of that log, shortest first, as they were signed", async () => {
    const secret = await readersKey();
    const [long, short] = [4, 2].map((count) => signCheckpoint(entries.slice(0, count), {at, by: "", secret}));
    const other = signCheckpoint(pastDecisions(9).slice(0, 1), {at, by: "", secret});
    for (const checkpoint of [long, short, other]) await keepCheckpoint(checkpoint);
    const found = await readCheckpoints(entries[0].hash);
    expect(found).toEqual([short, long]);
    expect(found.map((checkpoint) => readCheckpoint(checkpoint))).toEqual(found);
    expect(await readCheckpoints("00".repeat(32))).toEqual([]);
  });
});
