import {readCheckpoint, compareCheckpoint, type SignedCheckpoint} from "../governance/checkpoint.js";
import type {LogEntry} from "../model/logEntry.js";
import {canonicalText, entryLine, hashOfLine} from "./canonicalLine.js";
import {genesis, headOf, type Fault, type LogHead} from "./decisionChain.js";
import {linesOf} from "./fileLines.js";

/** The first line of a file: what it is, where the log ends, and what was signed of it. */
interface FirstLine extends LogHead {
  format: string;
  checkpoints: SignedCheckpoint[];
}

/** The first place of a file that is not as it was written. */
export interface FileFault {
  /** 1-based, in the file. */
  line: number;
  /** 1-based, in the log; null in the first line, which holds no entry. */
  entry: number | null;
  /** Bytes of the file before the fault, or near it, where the place inside the line can be told; else before the line. */
  byte: number;
  fault: Fault | "unreadable";
  sentence: string;
}

/** What a file holds up to its first fault. */
export interface ReadLog {
  entries: LogEntry[];
  head: LogHead;
  checkpoints: SignedCheckpoint[];
  fault: FileFault | null;
}

const format = "covenant-decision-log/2";
const olderFormat = "covenant-decision-log/1";

/** Lines between two rests of the page, about 30 ms. */
const sliceOfLines = 1000;

/** JSON Lines, each of them canonical JSON (RFC 8785): there is one way to write a log, so any other byte is a fault. */
export function toJsonLines(
  entries: readonly LogEntry[],
  head: LogHead = headOf(entries),
  checkpoints: readonly SignedCheckpoint[] = []
): string {
  const first = canonicalText({format, ...head, checkpoints});
  return [first, ...entries.map(entryLine)].map((line) => `${line}\n`).join("");
}

/**
 * Reads what `toJsonLines` wrote and verifies every byte of it: form, hashes, order, end, checkpoints. A fault is a
 * value. `onProgress` is told how many bytes were read. Throws what `signal` was aborted with.
 */
export async function readLog(
  chunks: AsyncIterable<Uint8Array>,
  onProgress: (bytes: number) => void = () => {},
  signal?: AbortSignal
): Promise<ReadLog> {
  const log: ReadLog = {entries: [], head: {entries: 0, hash: genesis}, checkpoints: [], fault: null};
  let search: ((value: unknown) => boolean) | null = null;
  let [number, end] = [0, 0];
  for await (const {text, start, bytes, fault} of linesOf(chunks)) {
    number += 1;
    end = start + bytes;
    if (number % sliceOfLines === 0) {
      onProgress(end);
      await new Promise((resume) => setTimeout(resume));
      signal?.throwIfAborted();
    }
    if (search) {
      // The chain is broken: the rest is read only to learn whether the expected entry stands elsewhere.
      if (search(parsed(text))) {
        log.fault = {...log.fault!, fault: "reordered", sentence: misplaced(log.fault!.entry!)};
        break;
      }
      continue;
    }
    const place = {line: number, entry: number === 1 ? null : number - 1, byte: start};
    const problem = fault ? {fault: "unreadable" as const, sentence: fault} : readLine(log, number, text);
    if (!problem) continue;
    log.fault = {...place, ...problem, byte: start + (problem.byte ?? 0)};
    if (problem.fault !== "missing") break;
    const [seq, previous] = [number - 1, headOf(log.entries).hash];
    search = (value) => (value as LogEntry | null)?.seq === seq && (value as LogEntry).previous === previous;
  }
  signal?.throwIfAborted();
  onProgress(end);
  if (number === 0) log.fault = {line: 1, entry: null, byte: 0, ...notALog};
  log.fault ??= faultOfEnd(log, end);
  return log;
}

type Problem = {fault: FileFault["fault"]; sentence: string; byte?: number};

const notALog: Problem = {
  fault: "unreadable",
  sentence: `This is not a decision log: its first line does not say {…"format":"${format}"…}. Choose a file exported from this page.`
};

/** Takes a line into the log, or says what is wrong with it. */
function readLine(log: ReadLog, number: number, text: string): Problem | null {
  const value = parsed(text);
  if (number === 1) return readFirstLine(log, text, value);
  const at = number - 1;
  if (value === null)
    return {fault: "unreadable", sentence: `Entry ${at} is not whole: its line is not a JSON object.`};
  const canonical = canonicalText(value);
  if (canonical !== text)
    return {
      fault: "altered",
      sentence: `Entry ${at} was altered: its line is not written as a log writes it.`,
      byte: bytesBefore(text, firstDifference(text, canonical))
    };
  if (!isEntry(value))
    return {fault: "altered", sentence: `Entry ${at} was altered: it has fields too many, too few or of another kind.`};
  if (hashOfLine(text, value) !== value.hash)
    return {
      fault: "altered",
      sentence: `Entry ${at} was altered after it was written: its content no longer has its hash.`
    };
  if (value.seq !== at || value.previous !== headOf(log.entries).hash)
    return {
      fault: "missing",
      sentence: `Entry ${at} is missing: the one in its place, number ${value.seq}, does not follow what is before it.`
    };
  log.entries.push(value);
  return null;
}

function readFirstLine(log: ReadLog, text: string, value: object | null): Problem | null {
  const first = value as Partial<FirstLine> | null;
  if (first?.format === olderFormat)
    return {
      fault: "unreadable",
      sentence: `This log is in an older form (${olderFormat}), which is no longer read. Export it again from the browser that keeps it.`
    };
  if (!first || first.format !== format) return notALog;
  const canonical = canonicalText(first);
  if (canonical !== text || Object.keys(first).join() !== "checkpoints,entries,format,hash")
    return {
      fault: "altered",
      sentence: "The first line was altered: it is not written as a log writes it.",
      byte: canonical === text ? 0 : bytesBefore(text, firstDifference(text, canonical))
    };
  if (!Number.isSafeInteger(first.entries) || !isHash(first.hash) || !Array.isArray(first.checkpoints))
    return {fault: "altered", sentence: "The first line was altered: it does not say where the log ends."};
  log.head = {entries: first.entries as number, hash: first.hash as string};
  for (const [i, checkpoint] of first.checkpoints.entries()) {
    try {
      log.checkpoints.push(readCheckpoint(checkpoint));
    } catch (error) {
      return {fault: "altered", sentence: `In the first line, checkpoint ${i + 1}: ${(error as Error).message}.`};
    }
  }
  return null;
}

/** Compares the entries with what the first line says of them. */
function faultOfEnd({entries, head, checkpoints}: ReadLog, end: number): FileFault | null {
  const last = headOf(entries);
  const first = {line: 1, entry: null, byte: 0, fault: "altered" as const};
  if (head.entries !== last.entries && head.hash === last.hash)
    return {...first, sentence: "The first line was altered: the log has another number of entries than it says."};
  if (head.entries > last.entries) {
    const at = last.entries + 1;
    const sentence = `Entry ${at} is missing: the log had ${head.entries} entries and ends before it.`;
    return {line: at + 1, entry: at, byte: end, fault: "missing", sentence};
  }
  if (head.entries !== last.entries || head.hash !== last.hash)
    return {
      ...first,
      sentence: `The first line says that the log ends elsewhere than with its last entry, number ${last.entries}: one of the two was altered.`
    };
  for (const [i, checkpoint] of checkpoints.entries()) {
    const {agrees, sentence} = compareCheckpoint(checkpoint, entries);
    if (!agrees) return {...first, sentence: `In the first line, checkpoint ${i + 1}: ${sentence}`};
  }
  return null;
}

function misplaced(entry: number): string {
  return `Entry ${entry} stands in the wrong place: another one is where it was written, and it comes later.`;
}

function parsed(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

function isEntry(value: object): value is LogEntry {
  const entry = value as Partial<LogEntry>;
  return (
    Object.keys(entry).join() === "at,decision,hash,previous,request,seq" &&
    Number.isSafeInteger(entry.seq) &&
    typeof entry.at === "string" &&
    isHash(entry.hash) &&
    isHash(entry.previous) &&
    typeof entry.request === "object" &&
    typeof entry.request?.action === "string" &&
    typeof entry.request.actor?.role === "string" &&
    typeof entry.request.purpose?.code === "string" &&
    typeof entry.decision?.outcome === "string" &&
    Array.isArray(entry.decision.reasons) &&
    Array.isArray(entry.decision.obligations)
  );
}

function isHash(value: unknown): boolean {
  return typeof value === "string" && /^[0-9a-f]{64}$/.test(value);
}

function firstDifference(a: string, b: string): number {
  let i = 0;
  while (i < a.length && a[i] === b[i]) ++i;
  return i;
}

function bytesBefore(text: string, characters: number): number {
  return new TextEncoder().encode(text.slice(0, characters)).length;
}
