import {cpSync, mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {expect, it} from "vitest";
import {readPolicyCases} from "../../data-loaders/release/policiesJson.js";

it("readPolicyCases(decision, root) finds no cases where an outcome has no folder, as in a clone", () => {
  const root = mkdtempSync(join(tmpdir(), "covenant-cases-"));
  cpSync(new URL("../../policies", import.meta.url), join(root, "policies"), {recursive: true});
  for (const outcome of ["permit", "refer"])
    rmSync(join(root, "policies/release", outcome), {recursive: true, force: true});
  const outcomes = new Set(readPolicyCases("release", root).map(({outcome}) => outcome));
  rmSync(root, {recursive: true});
  expect(outcomes).toEqual(new Set(["forbid"]));
});
