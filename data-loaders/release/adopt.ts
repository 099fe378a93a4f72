import {mkdir, readFile, rename, rm, writeFile} from "node:fs/promises";
import {dirname, join, resolve} from "node:path";
import {pathToFileURL} from "node:url";
import {parseArgs} from "node:util";
import {
  mergeDossiers,
  parseDossier,
  proposalOf,
  referralOf,
  writeDossier,
  type Dossier
} from "../../src/governance/dossier.js";
import {reviewOf} from "../../src/governance/review.js";
import {verifySignOff} from "../../src/governance/signOff.js";
import {answersTo} from "../../src/governance/waiver.js";
import type {BoardView, Proposal} from "../../src/model/governance.js";
import {parsePolicySet, policySetHash, type PolicyFiles, type PolicySet} from "../../src/policy/policySet.js";
import {readManifest} from "../sources/manifest.js";
import {readPolicySet} from "./policyBundle.js";
import {boardView} from "./signOff.js";

const project = resolve(import.meta.dirname, "../..");

const usage = `usage: npm run adopt -- DOSSIER.json [--cohort FILE]
  Verifies what the ethics board signed and, only if all of it holds, puts it into force: writes the changed files of
  policies/ and keeps the dossier in policies/decisions. Of a referral it keeps the dossier with the board's answer.
  --cohort FILE   manifest of the cohort whose board it is (default: COHORT, or the embedded synthetic cohort)`;

/** What was written, paths from the repository's root. */
export interface Adopted {
  files: string[];
  what: string;
}

/**
 * Puts a decision of the board into force: all of it or nothing. Throws an Error with one line for what does not hold.
 * `now` is the moment at which the signatures have to count, ISO 8601.
 */
export async function adopt(
  text: string,
  {cohort, now, root = project}: {cohort: string; now: string; root?: string}
): Promise<Adopted> {
  const set = readPolicySet(root);
  const view = await boardView(set, await readManifest(cohort), now);
  const dossier = parseDossier(text);
  const proposal = proposalOf(dossier)?.statement;
  const changes = proposal ? changesOf(dossier, proposal, set, view) : answeredReferral(dossier, view);
  const file = `policies/decisions/${(proposal ?? referralOf(dossier)!.statement).id}.json`;
  const kept = await readFile(join(root, file), "utf8").catch(() => null);
  changes[file] = writeDossier(kept === null ? dossier : mergeDossiers(parseDossier(kept), dossier));
  await replaceFiles(changes, root);
  const what = proposal ? `in force: ${proposal.title} (rules ${proposal.set})` : "the board's answer is kept";
  return {files: Object.keys(changes).sort(), what};
}

/** The files to write; null takes one away. */
type Changes = Record<string, string | null>;

function changesOf(dossier: Dossier, proposal: Proposal, set: PolicySet, view: BoardView): Changes {
  const {stage, void: problems} = reviewOf(dossier, view);
  if (stage !== "approved") {
    const signOff = verifySignOff([dossier], {sha256: proposal.set}, view);
    throw new Error(`not approved: ${signOff.signed ? stage : signOff.sentence}`);
  }
  if (problems.length > 0) throw new Error(`the dossier holds what does not count: ${problems[0]}`);
  const signOff = verifySignOff([dossier], {sha256: proposal.set}, view);
  if (!signOff.signed) throw new Error(`${signOff.why}: ${signOff.sentence}`);
  // A set that is in place already only gets its signatures renewed.
  const isInPlace = set.sha256 === proposal.set;
  if (!isInPlace && set.sha256 !== proposal.base)
    throw new Error(
      `written for other rules: the proposal starts from ${proposal.base}, policies/ has ${set.sha256}; propose it anew`
    );
  if (isInPlace) return {};
  const after = changed(set.files, proposal);
  const found = policySetHash(after);
  if (found !== proposal.set)
    throw new Error(`the changed rules have the hash ${found}, the board signed ${proposal.set}`);
  parsePolicySet(after);
  return Object.fromEntries(proposal.changes.map(({file, text}) => [file, text]));
}

function changed(files: PolicyFiles, {changes}: Proposal): PolicyFiles {
  const after = {...files};
  for (const {file, text} of changes)
    if (text === null) delete after[file];
    else after[file] = text;
  return after;
}

function answeredReferral(dossier: Dossier, view: BoardView): Changes {
  const {state, void: problems} = answersTo(dossier, view);
  if (problems.length > 0) throw new Error(`the dossier holds what does not count: ${problems[0]}`);
  if (state !== "waived" && state !== "refused")
    throw new Error(
      state === "ended" ? "the exception has ended" : "the board has not answered: signatures are missing"
    );
  return {};
}

/** Everything is written beside its place first; when a file cannot be put in place, those before it are put back. */
async function replaceFiles(changes: Changes, root: string): Promise<void> {
  const entries = Object.entries(changes).map(([file, text]) => ({path: join(root, file), text}));
  const before = new Map<string, Buffer | null>();
  const partOf = (path: string): string => `${path}.part-${process.pid}`;
  try {
    for (const {path, text} of entries) {
      before.set(path, await readFile(path).catch(() => null));
      await mkdir(dirname(path), {recursive: true});
      if (text !== null) await writeFile(partOf(path), text);
    }
    const done: string[] = [];
    try {
      for (const {path, text} of entries) {
        if (text === null) await rm(path, {force: true});
        else await rename(partOf(path), path);
        done.push(path);
      }
    } catch (error) {
      for (const path of done) {
        const old = before.get(path);
        if (old) await writeFile(path, old);
        else await rm(path, {force: true});
      }
      throw error;
    }
  } finally {
    for (const {path} of entries) await rm(partOf(path), {force: true});
  }
}

async function run(args: string[]): Promise<void> {
  const {values, positionals} = parseArgs({
    args,
    allowPositionals: true,
    options: {cohort: {type: "string"}, help: {type: "boolean", short: "h"}}
  });
  if (values.help) return console.log(usage);
  if (positionals.length !== 1) throw new Error(`one dossier is needed\n${usage}`);
  const text = await readFile(positionals[0], "utf8").catch(() => {
    throw new Error(`${positionals[0]}: cannot be read`);
  });
  const cohort = values.cohort || process.env.COHORT || join(project, "data-loaders/cohorts/synthetic.yaml");
  const {what, files} = await adopt(text, {cohort, now: new Date().toISOString()});
  console.log([what, ...files.map((file) => `  ${file}`)].join("\n"));
}

if (process.argv[1] && import.meta.url === pathToFileURL(resolve(process.argv[1])).href)
  run(process.argv.slice(2)).catch((error) => {
    console.error(`covenant: ${error instanceof Error ? error.message : error}`);
    process.exitCode = 1;
  });
