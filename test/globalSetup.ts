import {rmSync} from "node:fs";
import {sharedSiteFolder} from "./site.js";

/** Removes the site that the test files of this run shared. */
export function teardown(): void {
  rmSync(sharedSiteFolder(process.pid), {recursive: true, force: true});
}
