import {execFile} from "node:child_process";
import {mkdir, mkdtemp, readFile, rename, rm, writeFile} from "node:fs/promises";
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
  await runBuild(cohort, folder, network);
  const served = await serveFolder(folder);
  const remove = async (): Promise<void> => {
    await served.close();
    await rm(parent, {recursive: true, force: true});
  };
  return {...served, folder, remove};
}

async function runBuild(cohort: string | undefined, folder: string, network = true): Promise<void> {
  const build = [process.execPath, "data-loaders/start.mjs", "data-loaders/release/site.ts", "build"];
  const [command, ...args] = network ? build : ["unshare", "--net", ...build];
  await promisify(execFile)(command, args, {
    cwd: root,
    env: {...process.env, COHORT: cohort ?? "", COVENANT_OUTPUT: folder},
    maxBuffer: 64 << 20
  });
}

/**
 * The site of the embedded cohort, built once for all test files of a run: the first that asks builds it, the others
 * wait. `sharedSiteFolder` is removed when the run ends.
 */
export async function defaultSite(): Promise<BuiltSite> {
  const folder = join(sharedSiteFolder(process.ppid), "site");
  const state = join(sharedSiteFolder(process.ppid), "state");
  const first = await mkdir(sharedSiteFolder(process.ppid)).then(
    () => true,
    () => false
  );
  if (first) {
    const failed = await runBuild(undefined, folder).then(
      () => "",
      (error: Error) => error.message
    );
    await writeFile(`${state}.part`, failed);
    await rename(`${state}.part`, state);
  }
  for (;;) {
    const failed = await readFile(state, "utf8").catch(() => null);
    if (failed) throw new Error(failed);
    if (failed === "") break;
    await new Promise((resume) => setTimeout(resume, 200));
  }
  const served = await serveFolder(folder);
  return {...served, folder, remove: () => served.close()};
}

/** Where the test files of one run, whose parent is process `run`, share a site. */
export function sharedSiteFolder(run: number): string {
  return join(tmpdir(), `covenant-shared-site-${run}`);
}

/** Whether a process can be started here that has no network at all. */
export async function canDropNetwork(): Promise<boolean> {
  return promisify(execFile)("unshare", ["--net", "true"]).then(
    () => true,
    () => false
  );
}
