import {relative, resolve} from "node:path";

/** A path as messages show it: from the working directory, with forward slashes. */
export function shownPath(path: string): string {
  return relative(process.cwd(), resolve(path)).replaceAll("\\", "/") || ".";
}
