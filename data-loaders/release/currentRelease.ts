import {createHash} from "node:crypto";
import {mkdir, readdir, readFile, rm, stat, writeFile} from "node:fs/promises";
import {join, relative, resolve} from "node:path";

/**
 * Folder of a release of the chosen cohort, made now unless nothing that it depends on has changed:
 * the manifest, the files that the manifest names (path, size, time), the code, the policies, whether they are signed,
 * and the lock file.
 * Only released files are kept between builds, never a person's data.
 */
export async function currentRelease(root: string): Promise<string> {
  if (process.env.COVENANT_RELEASE) return existingRelease(resolve(process.env.COVENANT_RELEASE));
  const manifestPath = resolve(process.env.COHORT || join(root, "data-loaders/cohorts/synthetic.yaml"));
  const {readManifest} = await import("../sources/manifest.js");
  const manifest = await readManifest(manifestPath);
  const folder = join(root, ".covenant", manifest.id);
  const keyFile = `${folder}.key`;
  const {readSignOff} = await import("./signOff.js");
  // A sign-off ends without any file having changed: a release made under it is then no longer up to date.
  const signOff = await readSignOff(manifest, new Date().toISOString(), root);
  const key = await releaseKey(root, manifestPath, manifest.files, JSON.stringify(signOff));
  if ((await textOf(keyFile)) === key && (await textOf(join(folder, "manifest.json"))) !== null) {
    console.error(`release of ${manifest.id} is up to date`);
    return folder;
  }
  await mkdir(join(root, ".covenant"), {recursive: true});
  await rm(keyFile, {force: true});
  const {releaseWithProgress} = await import("./cli.js");
  await releaseWithProgress({manifestPath, out: folder});
  await writeFile(keyFile, key);
  return folder;
}

async function existingRelease(folder: string): Promise<string> {
  if ((await textOf(join(folder, "manifest.json"))) === null)
    throw new Error(`COVENANT_RELEASE: no manifest.json in ${relative(process.cwd(), folder) || "."}`);
  return folder;
}

async function releaseKey(root: string, manifestPath: string, inputs: string[], signOff: string): Promise<string> {
  const hash = createHash("sha256").update(signOff);
  const code = (
    await Promise.all(
      ["data-loaders", "src/model", "src/kernels", "src/governance", "src/policy", "policies"].map((f) =>
        filesBelow(join(root, f))
      )
    )
  ).flat();
  for (const file of [...code.sort(), join(root, "package-lock.json"), manifestPath])
    hash
      .update(relative(root, file))
      .update("\0")
      .update(await readFile(file));
  for (const file of inputs) {
    const {size, mtimeMs} = await stat(file);
    hash.update(`${file}\0${size}\0${mtimeMs}\0`);
  }
  return hash.digest("hex");
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, {withFileTypes: true, recursive: true});
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

async function textOf(file: string): Promise<string | null> {
  return readFile(file, "utf8").catch((error) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
}
