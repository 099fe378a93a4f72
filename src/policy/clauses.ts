import type {Outcome} from "../model/decision.js";
import {PolicyError} from "./policyError.js";

/** One clause of a policy file with the comment above it. */
export interface Clause {
  /** `reidentification.small-cell`; null for a clause that only defines a word, such as `for_health`. */
  id: string | null;
  /** What the clause concludes: an outcome, an obligation, or the word that it defines. */
  head: Outcome | "oblige" | (string & {});
  /** The comment above it. */
  comment: string;
  /** From the head to the semicolon, comment left out. */
  text: string;
  file: string;
  /** 1-based line of the head. */
  line: number;
}

/** Whether a clause with this head decides something, rather than define a word. */
export function concludes(head: string): boolean {
  return ["permit", "refer", "forbid", "oblige"].includes(head);
}

/** The clauses of one policy file, in order. Throws a `PolicyError` for a last clause without its semicolon. */
export function parseClauses(file: string, source: string): Clause[] {
  const clauses: Clause[] = [];
  let comment: string[] = [];
  let text = "";
  let line = 0;
  source.split("\n").forEach((row, index) => {
    const isComment = row.trimStart().startsWith("#");
    if (text === "" && (isComment || row.trim() === "")) {
      comment = isComment ? [...comment, row.replace(/^\s*#\s?/, "")] : [];
      return;
    }
    if (text === "") line = index + 1;
    text += (text === "" ? "" : "\n") + row;
    if (!row.trimEnd().endsWith(";")) return;
    clauses.push({...parseHead(text), comment: comment.join(" "), text, file, line});
    comment = [];
    text = "";
  });
  if (text !== "") throw new PolicyError(file, line, "policy does not parse: the clause does not end with a semicolon");
  return clauses;
}

function parseHead(text: string): Pick<Clause, "id" | "head"> {
  const head = /^\s*(\w+)\(/.exec(text)?.[1] ?? "";
  return {head, id: concludes(head) ? (/"([a-z]+\.[a-z0-9-]+)"/.exec(text)?.[1] ?? null) : null};
}
