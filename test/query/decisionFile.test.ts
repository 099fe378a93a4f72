import canonicalize from "canonicalize";
import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {signCheckpoint} from "../../src/governance/checkpoint.js";
import type {LogEntry} from "../../src/model/logEntry.js";
import {canonicalText, entryLine, hashOfEntry, hashOfLine} from "../../src/query/canonicalLine.js";
import {headOf} from "../../src/query/decisionChain.js";
import {readLog, toJsonLines, type ReadLog} from "../../src/query/decisionFile.js";
import {pastDecisions} from "../fixtures/pastDecisions.js";

const entries = pastDecisions(8);
const secret = `ed25519-secret:${"07".repeat(32)}`;
const checkpoint = signCheckpoint(entries.slice(0, 2), {at: "2026-01-02T00:00:00Z", by: "A reader", secret});

describe("canonical lines", () => {
  it("canonicalText(value) is what canonicalize gives, whatever the keys", () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        const value: unknown = JSON.parse(json);
        return canonicalText(value) === canonicalize(value);
      }),
      {seed: 1, numRuns: 500}
    );
    expect(canonicalText({b: 1, 9: 0, 10: 0, a: {d: 1, c: "é"}})).toBe('{"10":0,"9":0,"a":{"c":"é","d":1},"b":1}');
  });

  it("entryLine(entry) is the canonical JSON of the entry, and hashOfLine cuts just the hash out", () => {
    for (const entry of entries) {
      expect(entryLine(entry)).toBe(canonicalize(entry));
      expect(hashOfLine(entryLine(entry), entry)).toBe(entry.hash);
      expect(hashOfEntry(entry)).toBe(entry.hash);
    }
  });
});

describe("readLog(toJsonLines(entries))", () => {
  it("gives the same entries, end and checkpoints, in chunks of any size", async () => {
    const text = toJsonLines(entries, headOf(entries), [checkpoint]);
    for (const size of [1, 7, 1000, 1 << 20]) {
      expect(await read(text, size)).toEqual({entries, head: headOf(entries), checkpoints: [checkpoint], fault: null});
    }
    expect((await read(toJsonLines([]))).fault).toBeNull();
  });

  it("finds every single flipped bit of a log with a checkpoint, and names its line", {timeout: 120_000}, async () => {
    const bytes = encode(toJsonLines(entries.slice(0, 2), headOf(entries.slice(0, 2)), [checkpoint]));
    const wrong: string[] = [];
    for (let bit = 0; bit < bytes.length * 8; ++bit) {
      bytes[bit >> 3] ^= 1 << (bit & 7);
      const {fault} = await readBytes(bytes);
      bytes[bit >> 3] ^= 1 << (bit & 7);
      const line = lineOf(bytes, bit >> 3);
      if (fault?.line !== line || lineOf(bytes, fault.byte) !== line)
        wrong.push(`bit ${bit} of line ${line}: ${fault?.sentence}`);
    }
    expect(wrong).toEqual([]);
  });

  it("finds flipped bits of a larger log", {timeout: 60_000}, async () => {
    const bytes = encode(toJsonLines(pastDecisions(300)));
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length * 8 - 1), async (bit) => {
        const changed = bytes.slice();
        changed[bit >> 3] ^= 1 << (bit & 7);
        expect((await readBytes(changed)).fault?.line).toBe(lineOf(bytes, bit >> 3));
      }),
      {seed: 2, numRuns: 150}
    );
  });

  it("finds removed, doubled, swapped and inserted entries, and says which", async () => {
    const places = fc.integer({min: 0, max: entries.length - 2});
    await fc.assert(
      fc.asyncProperty(places, places, fc.constantFrom("remove", "double", "swap", "insert"), async (i, j, kind) => {
        const [a, b] = [Math.min(i, j), Math.max(i, j)];
        const lines = linesOf(entries);
        if (kind === "remove") lines.splice(a + 1, 1);
        else if (kind === "double") lines.splice(b + 2, 0, lines[a + 1]);
        else if (kind === "insert") lines.splice(a + 1, 0, `${entryLine(pastDecisions(20)[a + 10])}\n`);
        else if (a === b) return;
        else [lines[a + 1], lines[b + 1]] = [lines[b + 1], lines[a + 1]];
        const {fault} = await read(lines.join(""));
        const place = kind === "double" ? b + 2 : a + 1;
        const what = kind === "remove" ? "missing" : "reordered";
        expect([fault?.entry, fault?.line, fault?.fault]).toEqual([place, place + 1, what]);
      }),
      {seed: 3, numRuns: 100}
    );
  });

  it("finds a cut end, another end, other line ends, spaces, a byte order mark and bytes after the end", async () => {
    const text = toJsonLines(entries);
    const lines = linesOf(entries);
    expect((await read(text.slice(0, -1))).fault).toMatchObject({line: 9, entry: 8, fault: "unreadable"});
    expect((await read(lines.slice(0, -1).join(""))).fault).toMatchObject({line: 9, entry: 8, fault: "missing"});
    expect((await read(text.replaceAll("\n", "\r\n"))).fault).toMatchObject({line: 1, fault: "altered"});
    expect((await read(`\uFEFF${text}`)).fault).toMatchObject({line: 1, byte: 0});
    expect((await read(`${text}\n`)).fault).toMatchObject({line: 10, entry: 9});
    const spaced = text.replace(`"seq":3`, `"seq": 3`);
    expect((await read(spaced)).fault).toMatchObject({line: 4, entry: 3, byte: spaced.indexOf(`"seq": 3`) + 6});
    const other = [...entries.slice(0, 7), {...pastDecisions(9)[7], previous: entries[6].hash}];
    other[7].hash = hashOfEntry(other[7]);
    expect((await read(toJsonLines(other, headOf(entries)))).fault).toMatchObject({line: 1, fault: "altered"});
  });

  it("finds fields too many and too few, though the hash is right", async () => {
    const [first] = entries;
    for (const line of [
      canonicalize({...first, extra: 1})!,
      canonicalize({...first, request: undefined})!,
      canonicalize({...first, seq: "1"})!
    ]) {
      const {fault} = await read(`${linesOf([first])[0]}${line}\n`);
      expect(fault).toMatchObject({line: 2, entry: 1, fault: "altered"});
    }
  });

  it("finds a checkpoint that is not of this log", async () => {
    const other = signCheckpoint(pastDecisions(30).slice(0, 2), {at: "2026-01-02T00:00:00Z", by: "", secret});
    const {fault} = await read(toJsonLines(entries, headOf(entries), [checkpoint, other]));
    expect(fault).toMatchObject({
      line: 1,
      fault: "altered",
      sentence: expect.stringMatching(/checkpoint 2: .*another log/)
    });
  });

  it("refuses the older form and what is no log in one sentence", async () => {
    const older = `{"format":"covenant-decision-log/1","entries":0,"hash":"${"0".repeat(64)}"}\n`;
    expect((await read(older)).fault?.sentence).toMatch(/older form .*Export it again/);
    for (const text of ["", "{}\n", "name,age\n", "null\n"])
      expect((await read(text)).fault).toMatchObject({line: 1, entry: null, fault: "unreadable"});
  });

  it("says how far it is and stops when it is told to", async () => {
    const bytes = encode(toJsonLines(pastDecisions(2500)));
    const seen: number[] = [];
    await readLog(chunksOf(bytes, 1 << 16), (n) => seen.push(n));
    expect(seen.length).toBeGreaterThan(2);
    expect(seen.at(-1)).toBe(bytes.length);
    const stop = new AbortController();
    await expect(readLog(chunksOf(bytes, 1 << 16), () => stop.abort(), stop.signal)).rejects.toThrow(/abort/i);
  });
});

function linesOf(entries: LogEntry[]): string[] {
  return toJsonLines(entries).split(/(?<=\n)/);
}

function read(text: string, size = 4096): Promise<ReadLog> {
  return readBytes(encode(text), size);
}

function readBytes(bytes: Uint8Array, size = 1 << 20): Promise<ReadLog> {
  return readLog(chunksOf(bytes, size));
}

async function* chunksOf(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let i = 0; i < bytes.length; i += size) yield bytes.slice(i, i + size);
}

function encode(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

/** Line in which a byte stands, its line feed included. */
function lineOf(bytes: Uint8Array, at: number): number {
  return bytes.subarray(0, at).filter((byte) => byte === 10).length + 1;
}
