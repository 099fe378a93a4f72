import {mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {pathToFileURL} from "node:url";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {compileKernel} from "../data-loaders/compileKernel.js";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "covenant-kernel-"));
});
afterAll(() => rm(folder, {recursive: true}));

async function source(name: string, text: string): Promise<URL> {
  await writeFile(join(folder, name), text);
  return pathToFileURL(join(folder, name));
}

describe("compileKernel(source)", () => {
  it("compiles AssemblyScript with SIMD, once", async () => {
    const url = await source(
      "lanes.as.ts",
      "export function ones(x: i32): i32 { return i8x16.bitmask(i8x16.eq(i8x16.splat(<i8>x), i8x16.splat(1))); }"
    );
    const {ones} = (await WebAssembly.instantiate(await compileKernel(url))).exports as {ones(x: number): number};
    expect([ones(1), ones(2)]).toEqual([0xffff, 0]);
    const start = performance.now();
    await compileKernel(url);
    expect(performance.now() - start).toBeLessThan(500);
  });

  it("throws the compiler's message for a source that is wrong", async () => {
    const url = await source("wrong.as.ts", "export function f(): i32 { return nothing; }");
    await expect(compileKernel(url)).rejects.toThrow(/kernel does not compile: .*wrong\.as\.ts\n.*Cannot find name/s);
  });
});
