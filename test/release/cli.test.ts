import {execFile} from "node:child_process";
import {readdir, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {pace} from "../../data-loaders/release/progress.js";
import {readManifestJson, scratchFolder} from "./readRelease.js";

const root = new URL("../../", import.meta.url).pathname;

describe("npm run release", () => {
  it("makes a release and sums it up on stderr, with nothing on stdout", async () => {
    const folder = await scratchFolder();
    const out = join(folder, "out");
    const {code, stdout, stderr} = await release("--cohort", await cohort(folder, ""), "--out", out, "--threads", "1");
    expect([code, stdout]).toEqual([0, ""]);
    expect(stderr).toMatch(/release of tiny \(public-safe\)/);
    expect(stderr).toMatch(/public\/people\.parquet: \d+ rows/);
    expect(stderr).toMatch(/consent\.codes is empty/);
    expect((await readManifestJson(out)).cohort.id).toBe("tiny");
  });

  it("says nothing with --quiet", async () => {
    const folder = await scratchFolder();
    const {code, stdout, stderr} = await release(
      "--cohort",
      await cohort(folder, ""),
      "--out",
      join(folder, "out"),
      "--quiet"
    );
    expect([code, stdout, stderr]).toEqual([0, "", ""]);
  });

  it("ends with one line, code 1 and no folder for a manifest with an error", async () => {
    const folder = await scratchFolder();
    const file = await cohort(folder, "strat: [sex]\n");
    const {code, stderr} = await release("--cohort", file, "--out", join(folder, "out"));
    expect(code).toBe(1);
    expect(stderr).toMatch(/^covenant: .*cohort\.yaml:\d+: strat: unknown field.*\n$/);
    expect(await readdir(folder)).toEqual(["cohort.yaml"]);
  });

  it("explains itself with --help, and asks for what is missing", async () => {
    expect((await release("--help")).stdout).toMatch(/--cohort FILE.*--out DIR/s);
    const {code, stderr} = await release("--cohort", "x.yaml");
    expect(code).toBe(1);
    expect(stderr).toMatch(/^covenant: --cohort and --out are needed/);
    expect((await release("--cohort", "x.yaml", "--out", "y", "--threads", "0")).stderr).toMatch(/--threads/);
  });
});

describe("pace(progress, elapsed)", () => {
  it("gives variants per second and the time left", () => {
    expect(pace({phase: "counting", done: 1, of: 4, variants: 5000}, 2000)).toEqual({rate: "2,500/s", left: "6 s"});
    expect(pace({phase: "counting", done: 1, of: 400, variants: 5000}, 2000)).toEqual({
      rate: "2,500/s",
      left: "14 min"
    });
    expect(pace({phase: "counting", done: 0, of: 4, variants: 0}, 2000)).toEqual({rate: "–", left: "–"});
  });
});

/** A synthetic cohort of class public-safe: only people are counted, so it is quick. */
async function cohort(folder: string, more: string): Promise<string> {
  const file = join(folder, "cohort.yaml");
  await writeFile(
    file,
    `id: tiny
build: GRCh37
release: {class: public-safe}
synthetic: {seed: 1, people: 500, variants: 50}
strata: [ancestry, sex]
${more}`
  );
  return file;
}

function release(...args: string[]): Promise<{code: number; stdout: string; stderr: string}> {
  return new Promise((resolve) => {
    execFile("npm", ["run", "--silent", "release", "--", ...args], {cwd: root}, (error, stdout, stderr) => {
      const lines = stderr.split("\n").filter((line) => !line.startsWith("npm warn"));
      resolve({code: error ? Number(error.code ?? 1) : 0, stdout, stderr: lines.join("\n")});
    });
  });
}
