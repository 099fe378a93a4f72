import {readdirSync, readFileSync} from "node:fs";
import {join, relative, resolve, sep} from "node:path";
import type {PolicyBundle} from "../../src/policy/bundle.js";
import {PolicyError} from "../../src/policy/policyError.js";
import {parseBundle, parsePolicySet, type Gate, type PolicyFiles, type PolicySet} from "../../src/policy/policySet.js";

const repository = resolve(import.meta.dirname, "../..");

/** What `policies/` says about one decision. Throws a `PolicyError` that names file and line, so that nothing is decided. */
export function readPolicyBundle(gate: Gate, root = repository): PolicyBundle {
  return parseBundle(gate, readPolicyFiles(root));
}

/** Everything that the ethics board answers for; throws like `readPolicyBundle`. */
export function readPolicySet(root = repository): PolicySet {
  return parsePolicySet(readPolicyFiles(root));
}

/** The texts of all files below `policies/`. What the board decided about them, `policies/decisions/`, is not among them. */
export function readPolicyFiles(root = repository): PolicyFiles {
  return Object.fromEntries(
    listFiles(join(root, "policies"))
      .map((path): [string, string] => [relative(root, path).split(sep).join("/"), path])
      .filter(([file]) => !file.startsWith("policies/decisions/"))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([file, path]) => [file, readText(file, path)])
  );
}

function listFiles(folder: string): string[] {
  try {
    return readdirSync(folder, {recursive: true, withFileTypes: true})
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
  } catch {
    throw new PolicyError("policies", null, "policy folder not found; nothing is decided without it");
  }
}

function readText(file: string, path: string): string {
  try {
    return new TextDecoder("utf-8", {fatal: true, ignoreBOM: true}).decode(readFileSync(path));
  } catch {
    throw new PolicyError(file, null, "cannot be read as UTF-8 text; nothing is decided without it");
  }
}
