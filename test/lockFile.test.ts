import {readFileSync} from "node:fs";
import {expect, it} from "vitest";

const {packages} = JSON.parse(readFileSync(new URL("../package-lock.json", import.meta.url), "utf8")) as {
  packages: Record<string, {optionalDependencies?: Record<string, string>}>;
};

// npm leaves out packages of other platforms that the registry does not have (yet), and npm ci then refuses the file.
it("package-lock.json holds the optional packages of every platform", () => {
  const missing = Object.entries(packages).flatMap(([path, {optionalDependencies = {}}]) =>
    Object.keys(optionalDependencies).filter((name) => !foldersAbove(path).some((above) => packages[above + name]))
  );
  expect(missing).toEqual([]);
});

/** Where Node looks for what a package asks for: `a/node_modules/`, and those above it. */
function foldersAbove(path: string): string[] {
  const inner = path === "" ? [] : foldersAbove(path.slice(0, Math.max(0, path.lastIndexOf("node_modules/") - 1)));
  return [path === "" ? "node_modules/" : `${path}/node_modules/`, ...inner];
}
