import "fake-indexeddb/auto";
import {createHash} from "node:crypto";
import fc from "fast-check";
import {describe, expect, it} from "vitest";
import type {Decision} from "../../src/model/decision.js";
import type {LogEntry} from "../../src/model/logEntry.js";
import type {Request} from "../../src/model/request.js";
import {genesis, headOf, linkEntry, verifyChain} from "../../src/query/decisionChain.js";
import {openDecisionLog} from "../../src/query/decisionLog.js";

const request: Request = {
  actor: {id: "reader-1", role: "researcher"},
  purpose: {code: "DUO:0000006", statement: "to learn which variants matter in asthma"},
  dataset: {id: "synthetic", class: "controlled", consent: ["DUO:0000006"]},
  action: "view"
};
const decision: Decision = {outcome: "permit", reasons: [], obligations: [], policy: "ab".repeat(32)};

function chain(length: number): LogEntry[] {
  const entries: LogEntry[] = [];
  for (let i = 0; i < length; ++i) {
    const at = `2026-01-0${(i % 9) + 1}T00:00:00.000Z`;
    entries.push(
      linkEntry({at, request: {...request, actor: {id: `reader-${i}`, role: "public"}}, decision}, headOf(entries))
    );
  }
  return entries;
}

describe("decision chain", () => {
  it("linkEntry(entry, head) hashes the canonical JSON of everything but the hash", () => {
    const entry = linkEntry({at: "2026-01-01T00:00:00.000Z", request, decision}, headOf([]));
    // Keys sorted by hand, as RFC 8785 sorts them.
    const canonical =
      '{"at":"2026-01-01T00:00:00.000Z",' +
      `"decision":{"obligations":[],"outcome":"permit","policy":"${decision.policy}","reasons":[]},` +
      `"previous":"${genesis}",` +
      '"request":{"action":"view","actor":{"id":"reader-1","role":"researcher"},' +
      '"dataset":{"class":"controlled","consent":["DUO:0000006"],"id":"synthetic"},' +
      '"purpose":{"code":"DUO:0000006","statement":"to learn which variants matter in asthma"}},"seq":1}';
    expect(entry.hash).toBe(createHash("sha256").update(canonical).digest("hex"));
    expect(entry).toMatchObject({seq: 1, previous: genesis});
  });

  it("verifyChain(entries) accepts what was written, also an empty log", () => {
    expect(verifyChain([])).toEqual({intact: true, entries: 0});
    const entries = chain(5);
    expect(verifyChain(entries, headOf(entries))).toEqual({intact: true, entries: 5});
  });

  it("verifyChain(entries) finds the first altered entry", () => {
    const entries = chain(6);
    entries[2] = {...entries[2], decision: {...decision, outcome: "forbid"}};
    entries[4] = {...entries[4], at: "2020-01-01T00:00:00.000Z"};
    expect(verifyChain(entries)).toMatchObject({intact: false, at: 3, fault: "altered"});
  });

  it("verifyChain(entries) finds the first missing entry: at the start, inside, and, given the head, at the end", () => {
    const entries = chain(6);
    expect(verifyChain(entries.slice(1))).toMatchObject({at: 1, fault: "missing"});
    expect(verifyChain(entries.filter((_, i) => i !== 3))).toMatchObject({at: 4, fault: "missing"});
    expect(verifyChain(entries.slice(0, 4), headOf(entries))).toMatchObject({at: 5, fault: "missing"});
    expect(verifyChain([], headOf(entries))).toMatchObject({at: 1, fault: "missing"});
  });

  it("verifyChain(entries) finds the first reordered entry", () => {
    const [a, b, c, d] = chain(4);
    expect(verifyChain([a, c, b, d])).toMatchObject({at: 2, fault: "reordered"});
    expect(verifyChain([b, a, c, d])).toMatchObject({at: 1, fault: "reordered"});
  });

  it("verifyChain(entries, head) notices an end that was written anew", () => {
    const entries = chain(3);
    const other = linkEntry({at: "2026-02-01T00:00:00.000Z", request, decision}, headOf(entries.slice(0, 2)));
    expect(verifyChain([...entries.slice(0, 2), other], headOf(entries))).toMatchObject({at: 3, fault: "altered"});
  });

  it("verifyChain(entries) notices every single change of a value, removal and swap", () => {
    fc.assert(
      fc.property(fc.integer({min: 2, max: 8}), fc.nat(), fc.nat(), fc.nat(2), (length, i, j, kind) => {
        const entries = chain(length);
        const head = headOf(entries);
        const [a, b] = [i % length, j % length];
        if (kind === 0) entries[a] = {...entries[a], request: {...request, actor: {id: "x", role: "public"}}};
        else if (kind === 1) entries.splice(a, 1);
        else if (a === b) return true;
        else [entries[a], entries[b]] = [entries[b], entries[a]];
        const verdict = verifyChain(entries, head);
        return !verdict.intact && verdict.at === (kind === 2 ? Math.min(a, b) : a) + 1;
      }),
      {seed: 1, numRuns: 200}
    );
  });
});

describe("openDecisionLog(name)", () => {
  it("keeps decisions from one opening to the next, chained and in order", async () => {
    const log = await openDecisionLog("kept");
    expect(log.kept).toBe(true);
    await log.record({request, decision, at: "2026-01-01T00:00:00.000Z"});
    await log.record({request: {...request, action: "export"}, decision});
    const {entries, head} = await (await openDecisionLog("kept")).read();
    expect(entries.map(({seq, request}) => [seq, request.action])).toEqual([
      [1, "view"],
      [2, "export"]
    ]);
    expect(verifyChain(entries, head)).toEqual({intact: true, entries: 2});
  });

  it("record() puts decisions of several tabs that come at once into one chain", async () => {
    const tabs = await Promise.all([1, 2, 3, 4].map(() => openDecisionLog("tabs")));
    await Promise.all(Array.from({length: 40}, (_, i) => tabs[i % 4].record({request, decision})));
    const {entries, head} = await tabs[0].read();
    expect(entries).toHaveLength(40);
    expect(verifyChain(entries, head)).toEqual({intact: true, entries: 40});
  });

  it("clear() forgets everything and starts a new chain", async () => {
    const log = await openDecisionLog("cleared");
    await log.record({request, decision});
    await log.clear();
    expect(await log.read()).toEqual({entries: [], head: {entries: 0, hash: genesis}});
    expect((await log.record({request, decision})).seq).toBe(1);
  });

  it("keeps a log in memory, and says so, where there is no IndexedDB", async () => {
    const kept = globalThis.indexedDB;
    try {
      Object.defineProperty(globalThis, "indexedDB", {value: undefined, configurable: true, writable: true});
      const log = await openDecisionLog("nowhere");
      await log.record({request, decision});
      expect(log.kept).toBe(false);
      const {entries, head} = await log.read();
      expect(verifyChain(entries, head)).toEqual({intact: true, entries: 1});
    } finally {
      Object.defineProperty(globalThis, "indexedDB", {value: kept, configurable: true, writable: true});
    }
  });
});
