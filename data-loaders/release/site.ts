import {spawn} from "node:child_process";
import {mkdir, readdir, rename, rm} from "node:fs/promises";
import {createServer} from "node:http";
import {delimiter, join, resolve} from "node:path";
import {parseArgs} from "node:util";
import sirv from "sirv";
import {compressSite} from "./compressSite.js";
import {currentRelease} from "./currentRelease.js";
import {shownPath} from "./shownPath.js";

const usage = `usage: npm run build | npm run dev | npm run preview | npm start
  COHORT=FILE            manifest of the cohort (default: the embedded synthetic cohort)
  COVENANT_RELEASE=DIR   show the release in DIR, made earlier by npm run release, instead of making one
  COVENANT_OUTPUT=DIR    folder of the built site (default: dist)
  --host, --port         where dev, preview and start listen (default 127.0.0.1:3000)`;

const root = resolve(import.meta.dirname, "../..");

/** Libraries that Framework would look up in the package registry at each build. Covenant uses none of them from there. */
const optionalLibraries = (
  "@duckdb/duckdb-wasm @observablehq/duckdb @observablehq/inputs @observablehq/plot @observablehq/sample-datasets " +
  "@uwdata/vgplot @viz-js/viz apache-arrow arquero d3 d3-dsv echarts exceljs htl jszip katex leaflet lodash mapbox-gl " +
  "mermaid parquet-wasm react react-dom sql.js topojson-client vega vega-lite vega-lite-api"
).split(" ");

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  console.error(`covenant: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}

async function run(args: string[]): Promise<number> {
  const {values, positionals} = parseArgs({
    args,
    allowPositionals: true,
    options: {
      host: {type: "string", default: "127.0.0.1"},
      port: {type: "string", default: "3000"},
      help: {type: "boolean", short: "h"}
    }
  });
  const [command] = positionals;
  if (values.help) return print(usage);
  switch (command) {
    case "build":
      return build();
    case "dev":
      return framework(["preview", "--no-open", "--host", values.host, "--port", values.port]);
    case "preview":
      return serve(values.host, Number(values.port));
    case "start":
      return (await build()) || serve(values.host, Number(values.port));
    default:
      throw new Error(`unknown command ${JSON.stringify(command ?? "")}\n${usage}`);
  }
}

/** Builds beside the site that is there and takes its place only when the whole of it is right. */
async function build(): Promise<number> {
  const output = siteFolder();
  await checkReplaceable(output);
  const partial = `${output}.partial-${process.pid}`;
  try {
    const code = await framework(["build"], {COVENANT_OUTPUT: partial});
    if (code !== 0) return code;
    await compressSite(partial);
    await rm(output, {recursive: true, force: true});
    await rename(partial, output);
    return 0;
  } finally {
    await rm(partial, {recursive: true, force: true});
  }
}

function siteFolder(): string {
  return resolve(root, process.env.COVENANT_OUTPUT || "dist");
}

/** What is there will be deleted, so it must be a site that was built before. */
async function checkReplaceable(output: string): Promise<void> {
  const entries: string[] = await readdir(output).catch((error) => {
    if (error.code === "ENOENT") return [];
    throw new Error(`COVENANT_OUTPUT: ${shownPath(output)} cannot be a folder (${error.code})`);
  });
  if (entries.length > 0 && !["index.html", "_observablehq"].every((name) => entries.includes(name)))
    throw new Error(`COVENANT_OUTPUT: ${shownPath(output)} is not empty and not a built site; give another folder`);
}

/** Runs Framework on a release that is up to date, without any network. */
async function framework(args: string[], env: Record<string, string> = {}): Promise<number> {
  // Leaving this way lets a release that is being made remove its unfinished folder.
  const leave = (): void => process.exit(130);
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, leave);
  const release = await currentRelease(root);
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.off(signal, leave);
  await clearCache();
  const child = spawn(
    process.execPath,
    [join(root, "node_modules/@observablehq/framework/dist/bin/observable.js"), ...args],
    {
      cwd: root,
      stdio: "inherit",
      env: {
        ...process.env,
        ...env,
        COVENANT_RELEASE: release,
        OBSERVABLE_TELEMETRY_DISABLE: "1",
        PATH: join(root, "node_modules/.bin") + delimiter + process.env.PATH
      }
    }
  );
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => child.kill(signal));
  return new Promise((resolve) => child.on("close", (code) => resolve(code ?? 1)));
}

/**
 * Framework keeps a loader's output while the loader file itself is unchanged, so a new release would not be seen.
 * It asks the registry for a library's version unless a folder of that library and version is in its cache.
 */
async function clearCache(): Promise<void> {
  const cache = join(root, "src/.observablehq/cache");
  await rm(join(cache, "data"), {recursive: true, force: true});
  for (const name of optionalLibraries) await mkdir(join(cache, "_npm", `${name}@0.0.0`), {recursive: true});
}

async function serve(host: string, port: number): Promise<number> {
  const handler = sirv(siteFolder(), {dev: true, brotli: true, gzip: true});
  const server = createServer((request, response) => handler(request, response));
  await new Promise<void>((done, fail) => server.once("error", fail).listen(port, host, done));
  console.error(`Covenant is at http://${host}:${port}/ (stop with Ctrl-C)`);
  await new Promise((stop) => ["SIGINT", "SIGTERM"].forEach((signal) => process.once(signal, stop)));
  server.close();
  return 0;
}

function print(text: string): number {
  console.log(text);
  return 0;
}
