import {fileURLToPath} from "node:url";

/**
 * One JavaScript module that exports `drawModel` and runs in a browser, Mol* included: only what draws a file that is
 * given, nothing that fetches from a database.
 */
export async function moleculeViewer(): Promise<Uint8Array> {
  const {build} = await import("esbuild");
  const {outputFiles} = await build({
    entryPoints: [fileURLToPath(new URL("../../src/molecule/drawModel.ts", import.meta.url))],
    bundle: true,
    write: false,
    minify: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    legalComments: "none",
    logLevel: "silent"
  });
  return outputFiles[0].contents;
}
