import type {Decision} from "./decision.js";
import type {Request} from "./request.js";

/** One line of the decision log: a question, the answer of the gate, and the hash that ties it to the line before. */
export interface LogEntry {
  /** 1 for the first entry, without gaps. */
  seq: number;
  /** ISO 8601, UTC. */
  at: string;
  request: Request;
  decision: Decision;
  /** `hash` of the entry before; `genesis` for the first. */
  previous: string;
  /** SHA-256, hex, over the canonical JSON (RFC 8785) of all the other fields. */
  hash: string;
}
