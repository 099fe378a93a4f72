import {execFileSync} from "node:child_process";
import {mkdtempSync, readFileSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";

/** A folder for what plink writes; its files all have the name `p` and an extension. */
export interface PlinkFolder {
  /** Path without extension. */
  prefix: string;
  run(program: "plink1.9" | "plink2", options: string): void;
  /** The lines of a file of that extension. */
  lines(extension: string): string[];
}

/** Removes the folder when `use` has ended. */
export async function inPlinkFolder<R>(use: (folder: PlinkFolder) => Promise<R>): Promise<R> {
  const folder = mkdtempSync(join(tmpdir(), "covenant-structure-"));
  const prefix = join(folder, "p");
  try {
    return await use({
      prefix,
      run: (program, options) => execFileSync(program, [...options.split(" "), "--out", prefix], {stdio: "pipe"}),
      lines: (extension) => readFileSync(`${prefix}.${extension}`, "utf8").trimEnd().split("\n")
    });
  } finally {
    rmSync(folder, {recursive: true});
  }
}
