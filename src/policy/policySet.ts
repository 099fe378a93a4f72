import {sha256} from "@noble/hashes/sha2.js";
import {bytesToHex, utf8ToBytes} from "@noble/hashes/utils.js";
import * as z from "zod";
import type {BoardMember} from "../model/governance.js";
import type {PolicyCase} from "../model/policyPages.js";
import type {Request} from "../model/request.js";
import {canonicalJson, type PolicyBundle, type RuleText, type Topic} from "./bundle.js";
import {PolicyError} from "./policyError.js";
import {parseYamlEntries, textOf, type PolicyFiles} from "./policyFile.js";
import {parseTables} from "./policyTables.js";

export type {PolicyFiles} from "./policyFile.js";

export type Gate = "release" | "query";

/** Which topics a gate decides by, in the order in which it gives its reasons. A topic is a folder below `policies/`. */
export const topicsOf: Record<Gate, readonly string[]> = {
  release: ["release"],
  query: ["query", "purpose", "enhancement", "reidentification", "export", "equity", "governance"]
};

const outcomes = ["permit", "refer", "forbid"] as const;
const topics = Object.values(topicsOf).flat();

/** Everything that the ethics board answers for. */
export interface PolicySet {
  files: PolicyFiles;
  /** SHA-256, hex, over paths and texts of all files: any altered byte changes it. This is what the board signs. */
  sha256: string;
  gates: Record<Gate, PolicyBundle>;
  /** The folder is the expected outcome, the file name the sentence, the file a request. */
  cases: Record<Gate, PolicyCase[]>;
  board: BoardMember[];
}

/**
 * Reads the texts of all files below `policies/` but `policies/decisions/`. The same in a loader and in a browser.
 * Throws a `PolicyError` that names file and line of anything that is missing or cannot be read, so that nothing is decided.
 */
export function parsePolicySet(files: PolicyFiles): PolicySet {
  requireKnownPlaces(files);
  return {
    files,
    sha256: policySetHash(files),
    gates: {release: parseBundle("release", files), query: parseBundle("query", files)},
    cases: {release: parseCases("release", files), query: parseCases("query", files)},
    board: parseBoard(files)
  };
}

export function policySetHash(files: PolicyFiles): string {
  return bytesToHex(sha256(utf8ToBytes(canonicalJson(files))));
}

/** All that one gate decides by. */
export function parseBundle(gate: Gate, files: PolicyFiles): PolicyBundle {
  const polar = topicsOf[gate].flatMap((topic) => polarOf(topic, files));
  const texts = topicsOf[gate].map((topic) => parseRules(topic, files));
  return {
    decision: gate,
    topics: Object.fromEntries(topicsOf[gate].map((topic, i) => [topic, texts[i].about])),
    polar,
    rules: Object.assign({}, ...texts.map(({rules}) => rules)) as Record<string, RuleText>,
    tables: parseTables(files)
  };
}

/** The folder is the expected outcome, the file name the sentence. */
export function parseCases(gate: Gate, files: PolicyFiles): PolicyCase[] {
  return topicsOf[gate].flatMap((topic) =>
    outcomes.flatMap((outcome) => {
      const folder = `policies/${topic}/${outcome}/`;
      return below(folder, files)
        .filter((file) => file.endsWith(".json"))
        .map((file) => ({
          topic,
          outcome,
          sentence: file.slice(folder.length, -".json".length),
          request: parseCase(file, files)
        }));
    })
  );
}

/** A file in a folder of no gate would look like a rule and decide nothing. */
function requireKnownPlaces(files: PolicyFiles): void {
  for (const file of Object.keys(files)) {
    const [, folder, name] = /^policies\/([^/]+)\/(.+)$/.exec(file) ?? [];
    if (folder !== undefined && !topics.includes(folder))
      throw new PolicyError(file, null, `no gate decides by policies/${folder}; expected one of ${topics.join(", ")}`);
    if (name?.endsWith(".polar") && name.includes("/"))
      throw new PolicyError(file, null, `a rule has to lie in policies/${folder} itself`);
  }
}

function polarOf(topic: string, files: PolicyFiles): PolicyBundle["polar"] {
  const found = below(`policies/${topic}/`, files);
  if (found.length === 0)
    throw new PolicyError(`policies/${topic}`, null, "policy folder not found; nothing is decided without it");
  const polar = found.filter((file) => file.endsWith(".polar"));
  if (polar.length === 0) throw new PolicyError(`policies/${topic}`, null, "no .polar file; expected at least one");
  return polar.map((file) => ({file, text: textOf(files, file)}));
}

/** In alphabetical order. */
function below(folder: string, files: PolicyFiles): string[] {
  return Object.keys(files)
    .filter((file) => file.startsWith(folder))
    .sort();
}

function parseCase(file: string, files: PolicyFiles): Request {
  try {
    return JSON.parse(textOf(files, file)) as Request;
  } catch {
    throw new PolicyError(file, null, "not JSON; expected a request");
  }
}

const words = z.string().trim().min(1);
const day = z.iso.date();
const oneOrMore = z.union([words.transform((key) => [key]), z.array(words).min(1)]);

const about = z.strictObject({title: words, owner: words, in_force_since: day, review_by: day});

const ruleText = z.strictObject({
  sentence: words,
  why: words,
  /** Keys of `policies/sources.yaml`. */
  source: oneOrMore,
  owner: words.optional(),
  in_force_since: day.optional(),
  review_by: day.optional(),
  case: oneOrMore.optional(),
  unless: oneOrMore.optional(),
  remedy: z
    .strictObject({sentence: words, change: z.record(z.string(), z.unknown()).optional(), otherwise: words.optional()})
    .optional()
});

const sourceText = z.strictObject({title: words, url: z.url()});

/** `rules.yaml` of a topic: `about` says who answers for its rules and since when; a rule may differ. */
function parseRules(topic: string, files: PolicyFiles): {about: Topic; rules: Record<string, RuleText>} {
  const file = `policies/${topic}/rules.yaml`;
  const sources = parseYamlEntries(files, "policies/sources.yaml", sourceText);
  const {about: shared} = parseYamlEntries(files, file, about, (id) => id === "about");
  if (!shared) throw new PolicyError(file, 1, "about: expected title, owner, in_force_since and review_by");
  const rules = parseYamlEntries(files, file, ruleText, (id) => id !== "about");
  return {
    about: {title: shared.title, owner: shared.owner, inForceSince: shared.in_force_since, reviewBy: shared.review_by},
    rules: Object.fromEntries(
      Object.entries(rules).map(([id, rule]) => {
        const {source, owner, in_force_since, review_by, ...text} = rule;
        const cited = source.map((key) => {
          if (!sources[key]) throw new PolicyError(file, null, `${id}: source ${key} is not in policies/sources.yaml`);
          return sources[key];
        });
        return [
          id,
          {
            ...text,
            source: cited[0],
            ...(cited.length > 1 && {also: cited.slice(1)}),
            owner: owner ?? shared.owner,
            inForceSince: in_force_since ?? shared.in_force_since,
            reviewBy: review_by ?? shared.review_by
          }
        ];
      })
    )
  };
}

const member = z.strictObject({
  name: words,
  key: z.string().regex(/^ed25519:[0-9a-f]{64}$/, {error: "expected ed25519: and 64 hexadecimal digits"}),
  from: day,
  until: day.optional(),
  demo: z.boolean().optional()
});

function parseBoard(files: PolicyFiles): BoardMember[] {
  const file = "policies/board.yaml";
  const members = Object.entries(parseYamlEntries(files, file, member)).map(([id, {until, demo, ...rest}]) => ({
    id,
    ...rest,
    until: until ?? null,
    demo: demo ?? false
  }));
  const keys = members.map(({key}) => key);
  const twice = members.find(({key}, i) => keys.indexOf(key) !== i);
  // One person with two names would be two reviewers.
  if (twice) throw new PolicyError(file, null, `${twice.id}: this key is another member's already`);
  return members;
}
