import {existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from "node:fs";
import {join, relative} from "node:path";
import {describe, expect, it} from "vitest";
import {personTokens} from "../../data-loaders/sources/personTokens.js";
import {isSameVersion, openLedger, type LedgerVersion} from "../../data-loaders/release/ledger.js";
import {inputErrorOf, temporaryFolder} from "../sources/temporary.js";

const folder = temporaryFolder();
let count = 0;

function newFile(): string {
  return join(folder.path, `l${++count}`, "cohort.ledger.json");
}

function version(number: number, more: Partial<LedgerVersion> = {}): LedgerVersion {
  return {
    version: number,
    date: "2026-01-01",
    rho: 0.0079,
    form: "noisy",
    fingerprint: "f",
    published: null,
    groups: [{level: "EUR", fingerprint: "g", people: 1000, given: true, hidden: ""}],
    margins: [{key: '["EUR"]', n: null}],
    flow: [{key: "included", n: 1000}],
    ...more
  };
}

async function written(...versions: LedgerVersion[]): Promise<string> {
  const file = newFile();
  for (const next of versions) await (await openLedger(file, "x", false)).extend(next);
  return file;
}

/** The message, with the ledger as `ledger`. */
async function problem(file: string, run: () => unknown): Promise<string> {
  return (await inputErrorOf(run)).replace(relative(process.cwd(), file).replaceAll("\\", "/"), "ledger");
}

describe("openLedger(file, cohort, expected)", () => {
  it("begins a ledger without writing it, and finds what was written", async () => {
    const file = newFile();
    const first = await openLedger(file, "x", false);
    expect(first.versions).toEqual([]);
    expect(existsSync(file)).toBe(false);
    await first.extend(version(1));
    const second = await openLedger(file, "x", true);
    expect(second.versions).toEqual([version(1)]);
    await second.extend(version(2, {rho: 0.004}));
    expect((await openLedger(file, "x", true)).versions).toEqual([version(1), version(2, {rho: 0.004})]);
    expect(readdirSync(join(file, ".."))).toEqual(["cohort.ledger.json"]);
  });

  it("keeps its key: a fingerprint of one version can be compared with the next", async () => {
    const file = newFile();
    const first = await openLedger(file, "x", false);
    const before = first.fingerprint(["a", "b"]);
    await first.extend(version(1));
    const next = await openLedger(file, "x", true);
    expect(next.fingerprint(["a", "b"])).toBe(before);
    expect(next.fingerprint(new Set([Buffer.from("a"), "b"]))).toBe(before);
    for (const other of [["ab"], ["a", "b", ""], ["b", "a"], ["", "ab"]])
      expect(next.fingerprint(other)).not.toBe(before);
  });

  it("is for its owner only", async () => {
    expect(statSync(await written(version(1), version(2))).mode & 0o777).toBe(0o600);
  });

  it("holds no identifier and no token of a person", async () => {
    const ids = ["HG00096", "HG00097", "NA12878"];
    const tokens = personTokens(ids, ids.length);
    const file = newFile();
    const ledger = await openLedger(file, "x", false);
    const fingerprint = ledger.fingerprint([...ids, tokens]);
    await ledger.extend(
      version(1, {
        fingerprint,
        groups: [{level: "EUR", fingerprint: ledger.fingerprint(ids), people: 3, given: true, hidden: ""}]
      })
    );
    const text = readFileSync(file, "utf8");
    expect(text).toContain(fingerprint);
    ids.forEach((id, person) => {
      const token = Buffer.from(tokens.subarray(16 * person, 16 * (person + 1)));
      for (const trace of [id, token.toString("hex"), token.toString("base64"), token.toString("latin1")])
        expect(text).not.toContain(trace);
    });
  });

  it("refuses when it was lost", async () => {
    const file = await written(version(1));
    rmSync(file);
    expect(await problem(file, () => openLedger(file, "x", true))).toBe(
      "ledger: the ledger is not there, but an earlier version of this release is; put the ledger back, or name where it is under release.ledger"
    );
  });

  it("refuses the ledger of another cohort", async () => {
    const file = await written(version(1));
    expect(await problem(file, () => openLedger(file, "y", false))).toBe(
      "ledger: is the ledger of x, not of y; name another file under release.ledger"
    );
  });

  it("refuses one that was cut off, emptied or is not JSON", async () => {
    const file = await written(version(1));
    const whole = readFileSync(file, "utf8");
    for (const text of [whole.slice(0, whole.length >> 1), "", "ledger"]) {
      writeFileSync(file, text);
      expect(await problem(file, () => openLedger(file, "x", false))).toBe(
        "ledger: the ledger is not whole JSON; put back the copy from your backup"
      );
    }
  });

  it.each([
    {at: "format", change: {format: "covenant-ledger/2"}},
    {at: "secret", change: {secret: "00"}},
    {at: "versions", change: {versions: undefined}},
    {at: "versions.0.rho", change: {versions: [version(1, {rho: -1})]}},
    {at: "versions.0.rho", change: {versions: [{...version(1), rho: null}]}},
    {
      at: "versions.0.groups.0.people",
      change: {versions: [version(1, {groups: [{level: "E", fingerprint: "", people: 1.5, given: true, hidden: ""}]})]}
    },
    {at: "versions.1.form", change: {versions: [version(1), {...version(2), form: "secret"}]}}
  ])("refuses one that is damaged at $at", async ({at, change}) => {
    const file = await written(version(1));
    writeFileSync(file, JSON.stringify({...JSON.parse(readFileSync(file, "utf8")), ...change}));
    expect(await problem(file, () => openLedger(file, "x", false))).toContain(
      `ledger: the ledger is damaged at ${at}: `
    );
  });

  it("refuses JSON of another kind", async () => {
    const file = await written(version(1));
    writeFileSync(file, "[]");
    expect(await problem(file, () => openLedger(file, "x", false))).toContain(
      "ledger: the ledger is damaged at its beginning: "
    );
  });

  it("refuses what is there but cannot be read", async () => {
    const file = newFile();
    mkdirSync(file, {recursive: true});
    expect(await problem(file, () => openLedger(file, "x", false))).toBe("ledger: the ledger cannot be read (EISDIR)");
  });
});

describe("Ledger.extend(version)", () => {
  it("refuses when another release extended the ledger meanwhile, or began it, and leaves it as it is", async () => {
    const file = await written(version(1));
    for (const run of [1, 2]) {
      const [one, other] = [await openLedger(file, "x", false), await openLedger(file, "x", false)];
      await one.extend(version(run + 1));
      const text = readFileSync(file, "utf8");
      await expect(other.extend(version(run + 1))).rejects.toThrow(
        "another release has written to the ledger meanwhile; run this one again"
      );
      expect(readFileSync(file, "utf8")).toBe(text);
      // What it knows is no longer all there is.
      await expect(one.extend(version(run + 2))).rejects.toThrow("meanwhile");
      rmSync(file);
    }
  });

  it("refuses when the ledger was taken away meanwhile", async () => {
    const file = await written(version(1));
    const ledger = await openLedger(file, "x", true);
    rmSync(file);
    await expect(ledger.extend(version(2))).rejects.toThrow("meanwhile");
    expect(existsSync(file)).toBe(false);
  });

  it("says that it cannot be written, and leaves nothing behind", async () => {
    const file = newFile();
    const ledger = await openLedger(file, "x", false);
    // A file where its folder should be.
    writeFileSync(join(file, ".."), "");
    expect(await problem(file, () => ledger.extend(version(1)))).toMatch(
      /^ledger: the ledger cannot be written \((EEXIST|ENOTDIR)\); name a file that can be under release.ledger$/
    );
    const other = newFile();
    const late = await openLedger(other, "x", false);
    mkdirSync(other, {recursive: true});
    expect(await problem(other, () => late.extend(version(1)))).toMatch(
      /^ledger: the ledger cannot be written \(E\w+\)/
    );
    expect(readdirSync(join(other, ".."))).toEqual(["cohort.ledger.json"]);
  });
});

describe("isSameVersion(next, latest)", () => {
  const latest = version(1);
  const again = version(2, {rho: 0});

  it("is so when nothing is spent and the same is told about the same people", () => {
    expect(isSameVersion(again, latest)).toBe(true);
    expect(isSameVersion({...again, date: "2027-01-01"}, latest)).toBe(true);
  });

  it("is not so without one before, when something is spent, or when anything else is told", () => {
    expect(isSameVersion(again, undefined)).toBe(false);
    expect(isSameVersion({...again, rho: 1e-9}, latest)).toBe(false);
    const told: Partial<LedgerVersion>[] = [
      {form: "exact"},
      {fingerprint: "h"},
      {groups: [{...latest.groups[0], given: false}]},
      {groups: [{...latest.groups[0], hidden: "h"}]},
      {margins: [{key: '["EUR"]', n: 1000}]},
      {margins: []},
      {flow: [{key: "included", n: 1100}]}
    ];
    for (const change of told) expect(isSameVersion({...again, ...change}, latest)).toBe(false);
  });
});
