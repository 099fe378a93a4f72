import {execFile} from "node:child_process";
import {mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {fileURLToPath, pathToFileURL} from "node:url";
import {promisify} from "node:util";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {bundleModule} from "../../data-loaders/release/bundleModule.js";

const start = fileURLToPath(new URL("../../data-loaders/start.mjs", import.meta.url));
const run = promisify(execFile);
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "covenant-bundle-"));
  await write(
    "main.ts",
    `import {b} from "./b.js"; export default [b as number, import.meta.url, import.meta.dirname];`
  );
  await write("b.ts", "export const b: number = 1;");
  await write(
    "command.ts",
    `import main from "./main.js"; console.log(main[0], process.argv[1], process.argv.slice(2).join());`
  );
});
afterAll(() => rm(folder, {recursive: true}));

const at = (name: string): string => join(folder, name);
const write = (name: string, text: string): Promise<void> => writeFile(at(name), text);
const entry = (): URL => pathToFileURL(at("main.ts"));

describe("bundleModule(entry)", () => {
  it("gives JavaScript in which every module still knows where its source is", async () => {
    const {default: found} = await import(/* @vite-ignore */ (await bundleModule(entry())).href);
    expect(found).toEqual([1, entry().href, folder]);
  });

  it("gives the same bundle while nothing changes, and another one when an imported file does", async () => {
    const first = await bundleModule(entry());
    expect((await bundleModule(entry())).href).toBe(first.href);
    await write("b.ts", "export const b: number = 22;");
    const second = await bundleModule(entry());
    expect(second.href).not.toBe(first.href);
    expect((await import(/* @vite-ignore */ second.href)).default[0]).toBe(22);
  });

  it("says what is wrong with a module that cannot be bundled", async () => {
    await write("broken.ts", `import {x} from "./nowhere.js"; export default x;`);
    await expect(bundleModule(pathToFileURL(at("broken.ts")))).rejects.toThrow(`Could not resolve "./nowhere.js"`);
  });
});

describe("start.mjs", () => {
  it("runs a TypeScript command with its arguments, bundled once and again after a change", async () => {
    const command = at("command.ts");
    const output = async () => (await run(process.execPath, [start, command, "--a", "b"])).stdout;
    await write("b.ts", "export const b: number = 3;");
    expect(await output()).toBe(`3 ${command} --a,b\n`);
    expect(await output()).toBe(`3 ${command} --a,b\n`);
    await write("b.ts", "export const b: number = 444;");
    expect(await output()).toBe(`444 ${command} --a,b\n`);
  });
});
