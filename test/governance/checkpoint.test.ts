import {describe, expect, it} from "vitest";
import {compareCheckpoint, readCheckpoint, signCheckpoint} from "../../src/governance/checkpoint.js";

const secret = `ed25519-secret:${"07".repeat(32)}`;
const by = {at: "2026-01-02T00:00:00Z", by: " A reader ", secret};
const log = ["a", "b", "c", "d"].map((letter) => ({hash: letter.repeat(64)}));
const checkpoint = signCheckpoint(log.slice(0, 3), by);

describe("signCheckpoint(log, …)", () => {
  it("says where the log begins and ends, and is read back", () => {
    expect(checkpoint.statement).toEqual({
      kind: "log-checkpoint",
      log: "a".repeat(64),
      entries: 3,
      hash: "c".repeat(64),
      at: by.at,
      by: "A reader"
    });
    expect(readCheckpoint(JSON.parse(JSON.stringify(checkpoint)))).toEqual(checkpoint);
  });

  it("signs no empty log, and no error repeats a key", () => {
    expect(() => signCheckpoint([], by)).toThrow(/the log is empty/);
    expect(() => signCheckpoint(log, {...by, secret: "ed25519-secret:12"})).toThrow(/^(?!.*12).*not a signing key/);
  });
});

describe("readCheckpoint(value)", () => {
  it("refuses every altered value, also one that only looks different", () => {
    const {statement, key, signature} = checkpoint;
    for (const altered of [
      {...checkpoint, statement: {...statement, entries: 4}},
      {...checkpoint, statement: {...statement, hash: "d".repeat(64)}},
      {...checkpoint, statement: {...statement, by: "Another reader"}},
      {...checkpoint, statement: {...statement, more: 1}},
      {...checkpoint, statement: {...statement, kind: "policy-signature"}},
      {...checkpoint, key: key.replace(/[a-f]/, (letter) => letter.toUpperCase())},
      {...checkpoint, signature: signature.replace(/[a-f]/, (letter) => letter.toUpperCase())},
      {...checkpoint, signature: "00".repeat(64)},
      {statement, key},
      null
    ]) {
      expect(() => readCheckpoint(altered)).toThrow(/checkpoint/);
    }
  });
});

describe("compareCheckpoint(checkpoint, log)", () => {
  it("agrees with the log as it was and with what it grew to", () => {
    expect(compareCheckpoint(checkpoint, log.slice(0, 3))).toMatchObject({agrees: true, fault: null});
    expect(compareCheckpoint(checkpoint, log)).toMatchObject({agrees: true});
  });

  it("tells another log, a shorter and a rewritten one apart", () => {
    expect(compareCheckpoint(checkpoint, log.slice(0, 2))).toMatchObject({agrees: false, fault: "shorter"});
    expect(compareCheckpoint(checkpoint, log.slice(1))).toMatchObject({agrees: false, fault: "another-log"});
    expect(compareCheckpoint(checkpoint, [])).toMatchObject({agrees: false, fault: "another-log"});
    expect(compareCheckpoint(checkpoint, [log[0], log[3], log[1]])).toMatchObject({agrees: false, fault: "rewritten"});
  });
});
