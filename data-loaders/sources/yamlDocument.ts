import {isUtf8} from "node:buffer";
import {readFile, stat} from "node:fs/promises";
import {LineCounter, isCollection, isMap, isScalar, parseDocument, type Document, type Node} from "yaml";
import {InputError} from "./inputError.js";

export type FieldPath = (string | number)[];

/** A YAML 1.2 document whose values know their lines. */
export interface YamlDocument {
  value: unknown;
  /** 1-based line of a field, or of the nearest field above it that is there; of the key where `path` ends in an unknown one. */
  lineOf(path: FieldPath): number;
  /** A scalar as it is written, without quotes; undefined where there is none. */
  textOf(path: FieldPath): string | undefined;
}

/** A manifest longer than this is no manifest; most likely somebody named a data file. */
const maxBytes = 1 << 20;

/** Reads one YAML document; `label` stands for the file in messages. Errors: `InputError` with the line. */
export async function readYaml(file: string, label: string): Promise<YamlDocument> {
  const text = await readSmallText(file, label);
  const lines = new LineCounter();
  const document = parseDocument(text, {lineCounter: lines, prettyErrors: false, version: "1.2"});
  const problem = document.errors[0] ?? document.warnings[0];
  if (problem) throw new InputError(label, lines.linePos(problem.pos[0]).line, explain(problem.code, problem.message));
  const root = document.contents as Node | null;
  if (root === null) throw new InputError(label, null, "is empty; expected a YAML map");
  const lineAt = (node: Node | null): number => lines.linePos(node?.range?.[0] ?? 0).line;
  return {
    value: plainValue(document, label),
    lineOf: (path) => lineAt(nearest(root, path)),
    textOf(path) {
      const node = document.getIn(path, true);
      return isScalar(node) ? (node.source ?? String(node.value)) : undefined;
    }
  };
}

function plainValue(document: Document.Parsed, label: string): unknown {
  try {
    return document.toJS();
  } catch {
    throw new InputError(label, null, "its aliases (*name) cannot be resolved; write the values out");
  }
}

async function readSmallText(file: string, label: string): Promise<string> {
  const {size} = await stat(file).catch((error) => {
    throw new InputError(label, null, error.code === "ENOENT" ? "does not exist" : `cannot be read (${error.code})`);
  });
  if (size > maxBytes) throw new InputError(label, null, `has ${size} bytes; expected a YAML file of under 1 MB`);
  const bytes = await readFile(file).catch((error) => {
    throw new InputError(label, null, `cannot be read (${error.code})`);
  });
  if (!isUtf8(bytes)) throw new InputError(label, firstLineNotUtf8(bytes), "is not UTF-8; save it as UTF-8");
  const text = bytes.toString("utf8").replace(/^\uFEFF/, "");
  if (text.includes("\0")) throw new InputError(label, null, "is not text; expected YAML");
  return text.replace(/\r\n?/g, "\n");
}

function firstLineNotUtf8(bytes: Buffer): number {
  let line = 1;
  for (let start = 0; start < bytes.length; line++) {
    const newline = bytes.indexOf(10, start);
    const end = newline < 0 ? bytes.length : newline;
    if (!isUtf8(bytes.subarray(start, end))) return line;
    start = end + 1;
  }
  return 1;
}

function explain(code: string, message: string): string {
  switch (code) {
    case "DUPLICATE_KEY":
      return "this key is there twice; keep one";
    case "TAB_AS_INDENT":
      return "a tab indents this line; indent with spaces";
    case "MULTIPLE_DOCS":
      return "a second document starts here (---); expected one";
    default:
      return `not YAML: ${message.split("\n")[0].replace(/^./, (letter) => letter.toLowerCase())}`;
  }
}

/** The node at `path`; the key itself where its value is empty, so that the line is right; else the deepest node above. */
function nearest(root: Node, path: FieldPath): Node {
  let node = root;
  for (const step of path) {
    if (!isCollection(node)) return node;
    const pair = isMap(node)
      ? node.items.find(({key}) => String(isScalar(key) ? key.value : key) === String(step))
      : null;
    const key = pair?.key as Node | undefined;
    const next = (pair ? pair.value : node.get(step, true)) as Node | null | undefined;
    if (!next || (isScalar(next) && next.value === null)) return key ?? next ?? node;
    if (key && step === path[path.length - 1] && isCollection(next)) return key;
    node = next;
  }
  return node;
}
