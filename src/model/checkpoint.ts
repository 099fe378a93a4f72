/** What somebody signs about a log: at `entries` entries it ended with `hash`. */
export interface LogCheckpoint {
  kind: "log-checkpoint";
  /** `hash` of the log's first entry: which log this is. */
  log: string;
  entries: number;
  /** `hash` of the entry of that number. */
  hash: string;
  /** ISO 8601, UTC. */
  at: string;
  /** Name of the signer, as they give it. */
  by: string;
}
