import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {sharedSiteFolder} from "./site.js";

let folder: string | undefined;

/** Whatever tests and the browsers they start leave in the folder for temporary files goes with them. */
export function setup(): void {
  folder = mkdtempSync(join(tmpdir(), "covenant-tests-"));
  process.env.TMPDIR = folder;
}

/** Removes it, and the site that the test files of this run shared. */
export function teardown(): void {
  rmSync(sharedSiteFolder(process.pid), {recursive: true, force: true});
  if (folder) rmSync(folder, {recursive: true, force: true});
}
