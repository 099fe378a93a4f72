import canonicalize from "canonicalize";
import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {newSecretKey} from "../../src/governance/signature.js";
import type {Decision} from "../../src/model/decision.js";
import type {LogEntry} from "../../src/model/logEntry.js";
import type {Request} from "../../src/model/request.js";
import {checkpointFault, isCheckpoint, parseCheckpoint, signCheckpoint} from "../../src/query/checkpoints.js";
import {headOf, linkEntry} from "../../src/query/decisionChain.js";
import {canonicalText} from "../../src/query/entryLine.js";
import {logLines, readLog, type LogReading} from "../../src/query/logFile.js";

const request: Request = {
  actor: {id: "reader-1", role: "researcher"},
  purpose: {code: "DUO:0000006", statement: "to learn why “µ” differs, in asthma"},
  dataset: {id: "synthetic", class: "controlled", consent: ["DUO:0000006"]},
  action: "view"
};
const decision: Decision = {outcome: "permit", reasons: [], obligations: [], policy: "ab".repeat(32)};
const signer = {by: "A board member", at: "2026-02-01T00:00:00.000Z", secret: newSecretKey()};

function chain(length: number, of = "reader"): LogEntry[] {
  const entries: LogEntry[] = [];
  for (let i = 0; i < length; ++i) {
    const actor = {id: `${of}-${i}`, role: "public" as const};
    const at = `2026-01-0${(i % 9) + 1}T00:00:00.000Z`;
    entries.push(linkEntry({at, request: {...request, actor}, decision}, headOf(entries)));
  }
  return entries;
}

function bytesOf(...parameters: Parameters<typeof logLines>): Uint8Array {
  return new TextEncoder().encode([...logLines(...parameters)].join(""));
}

/** In pieces of some bytes, as a file comes. */
function read(bytes: Uint8Array, piece = 1000, locate = true): Promise<LogReading> {
  let from = 0;
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (from >= bytes.length) return controller.close();
      controller.enqueue(bytes.slice(from, (from += piece)));
    }
  });
  return readLog(stream, {locate});
}

const readText = (text: string) => read(new TextEncoder().encode(text));

describe("readLog(stream)", () => {
  it("gives back what logLines wrote, whatever pieces it comes in", async () => {
    const entries = chain(5);
    const checkpoints = [signCheckpoint(entries.slice(0, 3), signer), signCheckpoint(entries, signer)];
    for (const piece of [1, 7, 100_000]) {
      const found = await read(bytesOf(entries, checkpoints), piece);
      expect(found).toEqual({entries, checkpoints, head: headOf(entries), fault: null, complete: true});
    }
    expect(await read(bytesOf([]))).toMatchObject({entries: [], fault: null});
  });

  it("finds each single flipped bit of a small log, and names line, entry and byte", async () => {
    const entries = chain(3);
    const whole = bytesOf(entries, [signCheckpoint(entries, signer)]);
    const lineAt = (byte: number) => whole.subarray(0, byte).filter((code) => code === 10).length + 1;
    for (let byte = 0; byte < whole.length; ++byte) {
      for (let bit = 0; bit < 8; ++bit) {
        const broken = whole.slice();
        broken[byte] ^= 1 << bit;
        const {fault} = await read(broken, 100_000, false);
        const where = `byte ${byte}, bit ${bit}: ${JSON.stringify(fault)}`;
        expect(fault, where).not.toBeNull();
        const line = lineAt(byte);
        expect(fault!.line, where).toBe(line);
        expect(fault!.entry, where).toBe(line > 1 && line < 5 ? line - 1 : 0);
        expect(fault!.from <= byte && byte < fault!.to, where).toBe(true);
      }
    }
  }, 120_000);

  it("names the bit itself, whatever the entry, unless the flip ended the line early", async () => {
    const whole = bytesOf(chain(3));
    const start = whole.indexOf(10) + 1;
    await fc.assert(
      fc.asyncProperty(fc.integer({min: start, max: whole.length - 2}), fc.nat(7), async (byte, bit) => {
        const broken = whole.slice();
        broken[byte] ^= 1 << bit;
        if (broken[byte] === 10) return;
        expect((await read(broken, 100_000)).fault!.bit).toEqual({byte, bit});
      }),
      {seed: 1, numRuns: 60}
    );
  }, 120_000);

  it("finds random flipped bits of a larger log", async () => {
    const whole = bytesOf(chain(300));
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.nat(7), async (byte, bit) => {
        const broken = whole.slice();
        broken[byte] ^= 1 << bit;
        const line = whole.subarray(0, byte).filter((code) => code === 10).length + 1;
        const {fault} = await read(broken, 65_536, false);
        expect(fault).toMatchObject({line, entry: line - 1});
        expect(fault!.from <= byte && byte < fault!.to).toBe(true);
      }),
      {seed: 1, numRuns: 60}
    );
  }, 120_000);

  it("finds removed, repeated, moved and inserted entries", async () => {
    const entries = chain(6);
    const head = headOf(entries);
    const faultOf = async (changed: LogEntry[]) => (await read(bytesOf(changed, [], head))).fault;
    const [a, b, c, d, e, f] = entries;
    expect(await faultOf([b, c, d, e, f])).toMatchObject({entry: 1, line: 2, kind: "missing"});
    expect(await faultOf([a, b, d, e, f])).toMatchObject({entry: 3, line: 4, kind: "missing"});
    expect(await faultOf([a, b, b, c, d, e, f])).toMatchObject({entry: 3, kind: "repeated"});
    expect(await faultOf([a, c, b, d, e, f])).toMatchObject({entry: 2, kind: "reordered"});
    const forged = linkEntry({at: a.at, request, decision}, headOf([a, b]));
    expect(await faultOf([a, b, forged, c, d, e, f])).toMatchObject({entry: 4, kind: "inserted"});
    expect(await faultOf([a, b, forged, d, e, f])).toMatchObject({entry: 4, kind: "inserted"});
  });

  it("finds a log that was cut: between entries, inside one, and wholly", async () => {
    const entries = chain(4);
    const whole = bytesOf(entries);
    expect((await read(bytesOf(entries.slice(0, 2), [], headOf(entries)))).fault).toMatchObject({
      entry: 3,
      line: 4,
      kind: "missing"
    });
    for (let length = 0; length < whole.length; length += 13) {
      expect((await read(whole.slice(0, length))).fault, `${length} bytes`).not.toBeNull();
    }
    expect((await read(whole.slice(0, -1))).fault).toMatchObject({entry: 4, kind: "altered"});
  });

  it("refuses every other way to write the same: spaces, line breaks of Windows, another order, a byte order mark", async () => {
    const text = [...logLines(chain(2))].join("");
    expect((await readText(text.replaceAll("\n", "\r\n"))).fault).toMatchObject({line: 1});
    expect((await readText(`\uFEFF${text}`)).fault).toMatchObject({line: 1});
    expect((await readText(text.replace('"seq":2', '"seq": 2'))).fault).toMatchObject({entry: 2});
    expect((await readText(text.replace('"seq":2', '"seq":2,"more":1'))).fault).toMatchObject({entry: 2});
    expect((await readText(text.replace('"seq":2', '"seq":2,"seq":2'))).fault).toMatchObject({entry: 2});
    expect((await readText(`${text}\n`)).fault).toMatchObject({line: 4});
  });

  it("says what a foreign file and one of the earlier format are", async () => {
    expect((await readText("")).fault).toMatchObject({line: 1, kind: "foreign"});
    expect((await readText("a,b\n1,2\n")).fault).toMatchObject({line: 1, kind: "foreign"});
    const old = '{"format":"covenant-decision-log/1","entries":0,"hash":""}\n';
    expect((await readText(old)).fault!.sentence).toMatch(/earlier format.*export it anew/);
  });

  it("stops when asked to", async () => {
    let clock = 0;
    const stream = new Blob([bytesOf(chain(20)) as BlobPart]).stream();
    const found = await readLog(stream, {isStopped: () => true, now: () => (clock += 100)});
    expect(found.complete).toBe(false);
    expect(found.entries.length).toBeLessThan(20);
  });
});

describe("checkpointFault(signed, entries)", () => {
  const entries = chain(4);
  const signed = signCheckpoint(entries.slice(0, 3), signer);

  it("is null for the log that was signed, also after it has grown", () => {
    expect(checkpointFault(signed, entries)).toBeNull();
    expect(parseCheckpoint(JSON.stringify(signed))).toEqual(signed);
  });

  it("tells a log that was rewritten, another log, one that was cut, and a signature that does not hold", () => {
    const forged = linkEntry({at: "2026-01-02T00:00:00.000Z", request, decision}, headOf(entries.slice(0, 2)));
    expect(checkpointFault(signed, [...entries.slice(0, 2), forged])).toMatch(/Entry 3 is not the one/);
    expect(checkpointFault(signed, chain(4, "other"))).toMatch(/another log/);
    expect(checkpointFault(signed, entries.slice(0, 2))).toMatch(/had 3 entries.*has 2 now/);
    const other = {...signed, statement: {...signed.statement, by: "Somebody else"}};
    expect(checkpointFault(other, entries)).toMatch(/signature/);
  });

  it("isCheckpoint(value) wants all fields and no others", () => {
    expect(isCheckpoint({...signed, more: 1})).toBe(false);
    expect(isCheckpoint({...signed, statement: {...signed.statement, kind: "vote"}})).toBe(false);
    expect(() => parseCheckpoint("{}")).toThrow(/^not a checkpoint/);
    expect(() => signCheckpoint([], signer)).toThrow(/empty log/);
  });
});

describe("canonicalText(value)", () => {
  it("is what canonicalize gives, whatever the order of the keys", () => {
    const sorted = (value: unknown) => JSON.parse(canonicalize(value) as string) as unknown;
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(canonicalText(value)).toBe(canonicalize(value));
        expect(canonicalText(sorted(value))).toBe(canonicalize(value));
      }),
      {seed: 1, numRuns: 300}
    );
  });
});
