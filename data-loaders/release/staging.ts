import {rmSync} from "node:fs";
import {mkdir, readdir, readFile, rename, rm} from "node:fs/promises";
import {basename, dirname, join, resolve} from "node:path";
import {shownPath} from "./shownPath.js";

/** A release being made beside the folder that it will replace. */
export interface Staging {
  folder: string;
  /** Puts the finished release in the place of the old one. */
  publish(): Promise<void>;
  /** Removes all that was written; the old release stays as it was. */
  discard(): Promise<void>;
}

/** A folder beside `out`. Refuses to replace a folder that is not a release, since it would be deleted. */
export async function openStaging(out: string): Promise<Staging> {
  const target = resolve(out);
  const folder = join(dirname(target), `${basename(target)}.partial-${process.pid}`);
  const old = join(dirname(target), `${basename(target)}.replaced-${process.pid}`);
  await checkReplaceable(target);
  await rm(folder, {recursive: true, force: true});
  await mkdir(folder, {recursive: true});
  const discardNow = (): void => rmSync(folder, {recursive: true, force: true});
  process.once("exit", discardNow);
  return {
    folder,
    async publish() {
      const replaces = await rename(target, old).then(
        () => true,
        (error) => {
          if (error.code === "ENOENT") return false;
          throw error;
        }
      );
      try {
        await rename(folder, target);
      } catch (error) {
        if (replaces) await rename(old, target);
        throw error;
      }
      process.off("exit", discardNow);
      await rm(old, {recursive: true, force: true});
    },
    async discard() {
      process.off("exit", discardNow);
      await rm(folder, {recursive: true, force: true});
    }
  };
}

async function checkReplaceable(target: string): Promise<void> {
  const entries: string[] = await readdir(target).catch((error) => {
    if (error.code === "ENOENT") return [];
    if (error.code === "ENOTDIR") throw new Error(`${shownPath(target)}: is a file; give a folder`);
    throw error;
  });
  if (entries.length > 0 && !(await isRelease(target, entries)))
    throw new Error(`${shownPath(target)}: is not empty and not a release; give another folder`);
}

/** Many programs call a file `manifest.json`: a release also says its format, and holds nothing that is not a release's. */
async function isRelease(folder: string, entries: string[]): Promise<boolean> {
  if (!entries.every((name) => ofRelease.has(name))) return false;
  const text = await readFile(join(folder, "manifest.json"), "utf8").catch(() => "");
  return /^\s*\{\s*"format":\s*"covenant-release\//.test(text);
}

const ofRelease = new Set(["manifest.json", "truth.json", "public", "registered"]);
