import {readFile} from "node:fs/promises";
import {text} from "node:stream/consumers";
import type {Policy} from "../../src/policy/policy.js";
import {InputError} from "../sources/inputError.js";
import {openQueryPolicy, openReleasePolicy} from "./policyEngine.js";
import {schemaJson} from "./schemaJson.js";

const usage = `usage: npm run decide -- REQUEST.json
       npm run decide -- -          reads standard input
       npm run decide -- --schema   prints the JSON Schema of a decision

Prints the decision about a request as JSON. A request with the action "release" is judged by policies/release,
every other by the other folders of policies/. A JSON array of requests gives an array of decisions, JSON Lines give JSON
Lines. Exit code 0 whatever is decided; 1 when the file cannot be read or a policy is not whole.`;

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function main(args: string[]): Promise<number> {
  if (args.includes("--help")) return print(usage);
  if (args.length === 1 && args[0] === "--schema") return print(schemaJson("decision").trimEnd());
  if (args.length !== 1) {
    console.error(usage);
    return 1;
  }
  const {requests, form} = parseRequests(args[0], await readInput(args[0]));
  const decisions = await decideAll(requests);
  if (form === "lines") return print(decisions.map((decision) => JSON.stringify(decision)).join("\n"));
  return print(JSON.stringify(form === "array" ? decisions : decisions[0], null, 2));
}

/** Each gate is opened once, and only when a request is for it. */
async function decideAll(requests: unknown[]): Promise<unknown[]> {
  const gates: {release?: Promise<Policy>; query?: Promise<Policy>} = {};
  const decisions: unknown[] = [];
  for (const request of requests) {
    const isRelease = (request as {action?: unknown} | null)?.action === "release";
    const policy = isRelease ? (gates.release ??= openReleasePolicy()) : (gates.query ??= openQueryPolicy());
    decisions.push(await (await policy).decide(request));
  }
  return decisions;
}

async function readInput(file: string): Promise<string> {
  try {
    return (file === "-" ? await text(process.stdin) : await readFile(file, "utf8")).replace(/^\uFEFF/, "");
  } catch {
    throw new InputError(file, null, "cannot be read; expected a request as JSON");
  }
}

function parseRequests(file: string, text: string): {requests: unknown[]; form: "one" | "array" | "lines"} {
  const label = file === "-" ? "standard input" : file;
  const whole = parseJson(text);
  if (whole !== undefined)
    return Array.isArray(whole) ? {requests: whole, form: "array"} : {requests: [whole], form: "one"};
  const lines = text.split(/\r?\n/).map((line, i) => ({line: line.trim(), number: i + 1}));
  const filled = lines.filter(({line}) => line !== "");
  const requests = filled.map(({line}) => parseJson(line));
  const wrong = requests.findIndex((request) => request === undefined);
  // One line that is no JSON is a broken request; several, of which some are, are JSON Lines with a broken one.
  if (wrong >= 0 && requests.every((request) => request === undefined))
    throw new InputError(label, null, "not JSON; expected a request such as those in policies/query/permit");
  if (wrong >= 0) throw new InputError(label, filled[wrong].number, "not JSON; expected one request a line");
  if (requests.length === 0) throw new InputError(label, null, "empty; expected a request as JSON");
  return {requests, form: "lines"};
}

/** Undefined for what is no JSON, which JSON itself never is. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function print(text: string): number {
  console.log(text);
  return 0;
}
