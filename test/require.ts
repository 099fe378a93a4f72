import {accessSync, constants, existsSync} from "node:fs";
import {delimiter, join} from "node:path";
import {it} from "vitest";

const data = new URL("../../shared/data/", import.meta.url).pathname;

/**
 * Vitest's `it` for a test that needs data or programs from outside the repository: paths below `../shared/data`
 * (`kg1126/phenotypes.tsv`) or names of programs (`plink2`).
 * Where one is absent the test is skipped and its name says why; with `CI` set it fails instead.
 */
export function itWith(...needs: string[]): typeof it {
  const missing = needs.filter((need) => !existsSync(join(data, need)) && !onPath(need));
  if (missing.length === 0) return it;
  const reason = `needs ${missing.join(", ")}`;
  const instead = (name: string): void =>
    process.env.CI
      ? it(name, () => {
          throw new Error(`${reason}: not found in ../shared/data nor on PATH`);
        })
      : it.skip(`${name} [skipped: ${reason}]`, () => {});
  return instead as unknown as typeof it;
}

function onPath(program: string): boolean {
  return (process.env.PATH ?? "").split(delimiter).some((folder) => isExecutable(join(folder, program)));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
