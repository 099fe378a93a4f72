import {execFile} from "node:child_process";
import {mkdirSync, readdirSync, readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {openStaging} from "../../data-loaders/release/staging.js";
import {scratchFolder} from "./readRelease.js";

const root = new URL("../../", import.meta.url).pathname;
const release = '{\n "format": "covenant-release/1"}';

const replaceable: (Record<string, string> | null)[] = [{"manifest.json": release}, {}, null];
const foreign: Record<string, string>[] = [
  {"manifest.json": '{"name": "a web application"}', "index.html": ""},
  {"manifest.json": '{"name": "a web application"}'},
  {"manifest.json": release, "notes.txt": "years of work"},
  {"truth.json": "{}"}
];

describe("openStaging(out)", () => {
  it("replaces a release, an empty folder and nothing at all", async () => {
    for (const files of replaceable) {
      const out = join(await scratchFolder(), "out");
      if (files) fill(out, files);
      const staging = await openStaging(out);
      writeFileSync(join(staging.folder, "manifest.json"), "new");
      await staging.publish();
      expect(readFileSync(join(out, "manifest.json"), "utf8")).toBe("new");
      expect(readdirSync(join(out, ".."))).toEqual(["out"]);
    }
  });

  it("does not delete another program's folder that has a manifest.json, nor a release with other files", async () => {
    for (const files of foreign) {
      const out = join(await scratchFolder(), "out");
      fill(out, files);
      await expect(openStaging(out)).rejects.toThrow(/out: is not empty and not a release; give another folder$/);
      expect(readdirSync(out).sort()).toEqual(Object.keys(files).sort());
    }
  });
});

describe("npm run build", () => {
  it("does not delete a folder that is not a built site", async () => {
    const out = join(await scratchFolder(), "home");
    fill(out, {"thesis.tex": "years of work"});
    const {code, stderr} = await build(out);
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/^covenant: COVENANT_OUTPUT: \S+ is not empty and not a built site; give another folder\n$/)
    ]);
    expect(readdirSync(out)).toEqual(["thesis.tex"]);
  });
});

function fill(folder: string, files: Record<string, string>): void {
  mkdirSync(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
}

function build(out: string): Promise<{code: number; stderr: string}> {
  const command = ["data-loaders/start.mjs", "data-loaders/release/site.ts", "build"];
  return new Promise((resolve) => {
    execFile(process.execPath, command, {cwd: root, env: {...process.env, COVENANT_OUTPUT: out}}, (error, _, stderr) =>
      resolve({code: error ? Number(error.code) : 0, stderr})
    );
  });
}
