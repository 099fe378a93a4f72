import {execFile} from "node:child_process";
import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join, resolve} from "node:path";
import {promisify} from "node:util";
import {serveFolder, type ServedFolder} from "./chromium.js";

const root = resolve(import.meta.dirname, "..");

export interface BuiltSite extends ServedFolder {
  /** Folder of the built site. */
  folder: string;
  remove(): Promise<void>;
}

/** Runs `npm run build` for a cohort, without a network where the system can take it away, and serves the result. */
export async function buildSite(cohort: string | undefined, {network = true} = {}): Promise<BuiltSite> {
  const parent = await mkdtemp(join(tmpdir(), "covenant-site-"));
  const folder = join(parent, "site");
  const build = [process.execPath, "data-loaders/start.mjs", "data-loaders/release/site.ts", "build"];
  const [command, ...args] = network ? build : ["unshare", "--net", ...build];
  await promisify(execFile)(command, args, {
    cwd: root,
    env: {...process.env, COHORT: cohort ?? "", COVENANT_OUTPUT: folder},
    maxBuffer: 64 << 20
  });
  const served = await serveFolder(folder);
  const remove = async (): Promise<void> => {
    await served.close();
    await rm(parent, {recursive: true, force: true});
  };
  return {...served, folder, remove};
}

/** Whether a process can be started here that has no network at all. */
export async function canDropNetwork(): Promise<boolean> {
  return promisify(execFile)("unshare", ["--net", "true"]).then(
    () => true,
    () => false
  );
}
