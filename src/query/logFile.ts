import canonicalize from "canonicalize";
import type {LogEntry} from "../model/logEntry.js";
import {checkpointFault, isCheckpoint, type SignedCheckpoint} from "./checkpoints.js";
import {genesis, headOf, type LogHead} from "./decisionChain.js";
import {entryLine, lineAndHash} from "./entryLine.js";
import {findFlippedBit} from "./flippedBit.js";
import {splitLines, type ByteLine} from "./splitLines.js";

/** Where an exported log is not as it was written. */
export interface FileFault {
  /** 1 for the first line of the file. */
  line: number;
  /** Number that the entry of this line has or should have; 0 for the first line and for checkpoints. */
  entry: number;
  kind: "altered" | "missing" | "reordered" | "repeated" | "inserted" | "foreign";
  sentence: string;
  /** Bytes of the file among which the fault lies: from the first, up to and without the last, line break included. */
  from: number;
  to: number;
  /** The one bit that was flipped, where flipping it back makes the line whole; `byte` counts from the file's start. */
  bit: {byte: number; bit: number} | null;
}

export interface LogReading {
  /** Every entry that could be read, in the order of the file, those after a fault too; they are not verified. */
  entries: LogEntry[];
  checkpoints: SignedCheckpoint[];
  /** What the first line says; null when it cannot be read. */
  head: LogHead | null;
  /** The first fault; null when the whole file is as it was written. */
  fault: FileFault | null;
  /** False when it was stopped before the end. */
  complete: boolean;
}

export interface ReadEffects {
  /** Bytes read so far, and entries. */
  onProgress?: (bytes: number, entries: number) => void;
  isStopped?: () => boolean;
  /** Lets the page draw; called after every slice of about 30 ms. */
  breathe?: () => Promise<void>;
  now?: () => number;
  /** Whether the flipped bit of an altered line is looked for, which takes about 0.1 s; true when left out. */
  locate?: boolean;
}

const format = "covenant-decision-log/2";
const sliceMs = 30;

/**
 * An exported log in pieces of text: a line that says what it is and where it ends, a line per entry, a line per
 * checkpoint. Each line is the canonical JSON (RFC 8785) of what it says, so that not one byte can be another.
 */
export function* logLines(
  entries: readonly LogEntry[],
  checkpoints: readonly SignedCheckpoint[] = [],
  head: LogHead = headOf(entries)
): Generator<string> {
  yield `${headLine(head)}\n`;
  for (const entry of entries) yield `${entryLine(entry)}\n`;
  for (const checkpoint of checkpoints) yield `${canonicalize(checkpoint)}\n`;
}

/** Reads what `logLines` wrote and verifies all of it. Never throws for what a file holds: the first fault is in the result. */
export async function readLog(stream: ReadableStream<Uint8Array>, effects: ReadEffects = {}): Promise<LogReading> {
  const {onProgress, isStopped = () => false, breathe, now = () => performance.now(), locate = true} = effects;
  const reading: LogReading = {entries: [], checkpoints: [], head: null, fault: null, complete: true};
  const place: Place = {line: 0, previous: genesis, end: 0, locate};
  let began = now();
  for await (const lines of splitLines(stream)) {
    for (const line of lines) {
      place.line += 1;
      readLine(line, place, reading);
      if (now() - began < sliceMs) continue;
      onProgress?.(place.end, reading.entries.length);
      await breathe?.();
      if (isStopped()) return {...reading, complete: false};
      began = now();
    }
  }
  if (place.line === 0) reading.fault = faultAt(emptyLine, 1, 0, "foreign", notALog);
  reading.fault ??= endFault(reading, place);
  if (reading.fault?.kind === "missing") reading.fault = named(reading.fault, reading.entries);
  onProgress?.(place.end, reading.entries.length);
  return reading;
}

interface Place {
  line: number;
  /** Hash of the last entry. */
  previous: string;
  /** Byte after the last line. */
  end: number;
  locate: boolean;
}

const emptyLine: ByteLine = {bytes: new Uint8Array(), offset: 0, ended: false};
const notALog = `The first line is not that of a decision log (${format}): choose a file exported from the page Decisions.`;
const older =
  "This is a log of an earlier format (covenant-decision-log/1), which is no longer read: export it anew from the browser that holds it.";

function readLine(line: ByteLine, place: Place, reading: LogReading): void {
  place.end = line.offset + line.bytes.length + (line.ended ? 1 : 0);
  if (place.line === 1) readHead(line, reading);
  else if (reading.fault) keepReadable(line, reading);
  else if (!line.ended) reading.fault = cutFault(line, place, reading);
  else {
    const value = parseLine(line.bytes);
    if (isCheckpoint(value)) readCheckpoint(line, value, place, reading);
    else readEntry(line, value, place, reading);
  }
}

function readHead(line: ByteLine, reading: LogReading): void {
  const value = parseLine(line.bytes) as (LogHead & {format: unknown}) | undefined;
  if (value?.format === "covenant-decision-log/1") {
    reading.fault = faultAt(line, 1, 0, "foreign", older);
  } else if (value?.format !== format || !Number.isSafeInteger(value.entries) || typeof value.hash !== "string") {
    reading.fault = faultAt(line, 1, 0, "foreign", notALog);
  } else {
    reading.head = {entries: value.entries, hash: value.hash};
    if (!line.ended || headLine(reading.head) !== textOf(line.bytes))
      reading.fault = faultAt(line, 1, 0, "altered", "Line 1 is not written as an export writes it: it was altered.");
  }
}

function readEntry(line: ByteLine, value: unknown, place: Place, reading: LogReading): void {
  const number = reading.entries.length + 1;
  const whole = isWhole(line.bytes, value);
  if (reading.checkpoints.length > 0 || (!whole && number > (reading.head?.entries ?? 0))) {
    const sentence = `Line ${place.line} stands after the last entry and is no checkpoint: it was altered or put in.`;
    reading.fault = faultAt(line, place.line, 0, "altered", sentence);
    return keepReadable(line, reading);
  }
  if (!whole)
    return fail("altered", `Entry ${number} was altered after it was written, or does not belong here.`, true);
  const entry = value as LogEntry;
  if (entry.seq !== number || entry.previous !== place.previous) {
    const [kind, sentence] = misplaced(entry, number, reading.entries);
    fail(kind, sentence);
  }
  reading.entries.push(entry);
  place.previous = entry.hash;

  function fail(kind: FileFault["kind"], sentence: string, search = false): void {
    reading.fault = faultAt(line, place.line, number, kind, sentence);
    const found =
      search && place.locate ? findFlippedBit(line.bytes, (bytes) => fits(bytes, number, place.previous)) : null;
    if (found) reading.fault.bit = {byte: line.offset + found.byte, bit: found.bit};
    if (search) keepReadable(line, reading);
  }
}

/** Whether the line is byte for byte the canonical JSON of an entry whose content has its hash. */
function isWhole(bytes: Uint8Array, value: unknown): value is LogEntry {
  if (!isEntry(value)) return false;
  const {line, hash} = lineAndHash(value);
  return hash === value.hash && line === textOf(bytes);
}

function fits(bytes: Uint8Array, number: number, previous: string): boolean {
  const value = parseLine(bytes);
  return isEntry(value) && value.seq === number && value.previous === previous && isWhole(bytes, value);
}

/** An entry that is whole, and does not follow what is before it. */
function misplaced(entry: LogEntry, number: number, before: readonly LogEntry[]): [FileFault["kind"], string] {
  if (before[entry.seq - 1]?.hash === entry.hash)
    return ["repeated", `Entry ${number} is a repetition of entry ${entry.seq}.`];
  if (entry.seq > number) return ["missing", `Entry ${number} is missing: number ${entry.seq} stands in its place.`];
  return [
    "inserted",
    `Entry ${number} does not follow the one before it, and calls itself number ${entry.seq}: something was put in or written anew.`
  ];
}

/** An entry that is found further down was moved, not removed. */
function named(fault: FileFault, entries: readonly LogEntry[]): FileFault {
  const at = entries.findIndex(({seq}, i) => seq === fault.entry && i >= fault.entry);
  if (at < 0) return fault;
  const sentence = `Entry ${fault.entry} stands in the wrong place: it comes as number ${at + 1}.`;
  return {...fault, kind: "reordered", sentence};
}

function readCheckpoint(line: ByteLine, signed: SignedCheckpoint, place: Place, reading: LogReading): void {
  reading.checkpoints.push(signed);
  const number = reading.checkpoints.length;
  const what =
    canonicalize(signed) === textOf(line.bytes)
      ? checkpointFault(signed, reading.entries)
      : "It is not written as an export writes it: it was altered.";
  if (what)
    reading.fault = faultAt(line, place.line, 0, "altered", `Checkpoint ${number}, line ${place.line}: ${what}`);
}

function cutFault(line: ByteLine, place: Place, {entries, head}: LogReading): FileFault {
  const entry = head && entries.length >= head.entries ? 0 : entries.length + 1;
  return faultAt(line, place.line, entry, "altered", `Line ${place.line} has no end: the file was cut there.`);
}

/** What only the first line can tell: whether the log goes as far as it did. */
function endFault({entries, head}: LogReading, place: Place): FileFault | null {
  if (!head || (head.entries === entries.length && head.hash === place.previous)) return null;
  const here: ByteLine = {bytes: new Uint8Array(), offset: place.end, ended: false};
  const had = `line 1 says that the log had ${head.entries} entries`;
  if (head.entries > entries.length && head.hash !== place.previous)
    return faultAt(
      here,
      place.line + 1,
      entries.length + 1,
      "missing",
      `Entry ${entries.length + 1} is missing: ${had}.`
    );
  const sentence = `Line 1 does not say what the log ends with: ${had}, and it ends with ${entries.length}. Line 1 was altered, or the end written anew.`;
  return {line: 1, entry: 0, kind: "altered", sentence, from: 0, to: headLine(head).length + 1, bit: null};
}

function keepReadable(line: ByteLine, reading: LogReading): void {
  const value = parseLine(line.bytes);
  if (isEntry(value)) reading.entries.push(value);
}

function faultAt(line: ByteLine, number: number, entry: number, kind: FileFault["kind"], sentence: string): FileFault {
  const to = line.offset + line.bytes.length + (line.ended ? 1 : 0);
  return {line: number, entry, kind, sentence, from: line.offset, to, bit: null};
}

function headLine({entries, hash}: LogHead): string {
  return canonicalize({entries, format, hash}) as string;
}

function isEntry(value: unknown): value is LogEntry {
  if (typeof value !== "object" || value === null || Object.keys(value).length !== 6) return false;
  const {seq, at, request, decision, previous, hash} = value as Partial<LogEntry>;
  return (
    Number.isSafeInteger(seq) &&
    [at, previous, hash, request?.action, decision?.outcome].every((word) => typeof word === "string")
  );
}

const decoder = new TextDecoder("utf-8", {fatal: true, ignoreBOM: true});

function textOf(bytes: Uint8Array): string | null {
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
}

function parseLine(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(decoder.decode(bytes)) ?? undefined;
  } catch {
    return undefined;
  }
}
