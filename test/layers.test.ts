import {readdirSync, readFileSync} from "node:fs";
import {builtinModules} from "node:module";
import {dirname, join, relative, resolve} from "node:path";
import {describe, expect, it} from "vitest";

const root = resolve(import.meta.dirname, "..");

/** Who may import whom: the first matching prefix is a file's layer; `own` = files of the same layer; `node` = Node's modules. */
const layers: {layer: string; may: string[]}[] = [
  {layer: "src/model/", may: ["own"]},
  {layer: "src/kernels/", may: ["own", "@stdlib/*", "jstat"]},
  {layer: "src/governance/", may: ["own", "src/model/", "@noble/curves", "@noble/hashes", "canonicalize", "zod"]},
  {layer: "src/policy/", may: ["own", "src/model/", "zod", "@noble/hashes", "yaml", "csv-parse"]},
  {
    layer: "src/query/duckdb.ts",
    may: ["own", "src/query/", "src/model/", "@duckdb/duckdb-wasm", "parquet-wasm", "apache-arrow"]
  },
  {layer: "src/query/parquetRows.ts", may: ["own", "parquet-wasm", "apache-arrow"]},
  {
    layer: "src/query/",
    may: [
      "own",
      "src/query/duckdb.ts",
      "src/model/",
      "src/policy/",
      "src/governance/",
      "age-encryption",
      "@noble/hashes",
      "canonicalize",
      "idb"
    ]
  },
  // Loaded by the pages What if and Review alone.
  {
    layer: "src/components/editor/",
    may: ["own", "src/components/", "src/model/", "@codemirror/*", "@lezer/highlight", "htl"]
  },
  // What the board works on are documents, and those are pure: its pages read and sign them where they stand.
  {
    layer: "src/components/governance/",
    may: ["own", "src/components/", "src/model/", "src/governance/", "htl"]
  },
  {
    layer: "src/components/",
    may: [
      "own",
      "src/model/",
      "src/kernels/",
      "d3",
      "@observablehq/plot",
      "@observablehq/inputs",
      "htl",
      "topojson-client"
    ]
  },
  // Bundled by a loader of its own; pages load it when a reader asks for a model in three dimensions.
  {layer: "src/molecule/", may: ["own", "src/model/", "molstar"]},
  // What every page runs, beside the pages themselves.
  {layer: "src/shell.ts", may: ["src/components/", "src/query/", "src/policy/", "src/kernels/", "src/model/"]},
  {layer: "src/data/", may: ["data-loaders/release/"]},
  {
    layer: "data-loaders/sources/",
    may: [
      "own",
      "node",
      "src/model/",
      "data-loaders/compileKernel.ts",
      "yaml",
      "zod",
      "csv-parse",
      "tinyglobby",
      "fastest-levenshtein",
      "d3-random",
      "age-encryption"
    ]
  },
  {
    layer: "data-loaders/tables/",
    may: ["own", "node", "src/model/", "src/kernels/", "data-loaders/compileKernel.ts", "ml-matrix"]
  },
  {
    layer: "data-loaders/disclosure/",
    may: ["own", "node", "src/model/", "src/kernels/", "@stdlib/*", "d3-random", "highs", "yaml", "zod"]
  },
  {layer: "data-loaders/compileKernel.ts", may: ["node", "assemblyscript"]},
  {layer: "data-loaders/release/", may: ["*"]}
];

/** Imports that a layer may make of types only. */
const typesOnly: Record<string, string[]> = {
  "data-loaders/tables/": ["data-loaders/sources/cohort.ts", "data-loaders/sources/tumours/tumours.ts"],
  "data-loaders/disclosure/": ["data-loaders/sources/cohort.ts", "data-loaders/tables/"]
};

const files = ["src", "data-loaders"].flatMap((folder) =>
  readdirSync(join(root, folder), {recursive: true, withFileTypes: true})
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts") && !entry.name.endsWith(".as.ts"))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((file) => !file.includes(".observablehq"))
);

describe("imports", () => {
  it("every module of src and data-loaders belongs to a layer", () => {
    expect(files.filter((file) => !layerOf(file))).toEqual([]);
    expect(files.length).toBeGreaterThan(40);
  });

  it("modules import only from the layers below them", () => {
    expect(
      files.flatMap((file) =>
        importsOf(file)
          .filter((i) => !allowed(file, i))
          .map((i) => `${file} → ${i.target}`)
      )
    ).toEqual([]);
  });

  it("nothing is imported from a content delivery network or by a `npm:` specifier", () => {
    const pages = readdirSync(join(root, "src"), {recursive: true, encoding: "utf8"})
      .filter((file) => file.endsWith(".md") && !file.startsWith(".observablehq"))
      .map((file) => join("src", file));
    expect(pages.length).toBeGreaterThan(3);
    const remote = /(from|import\()\s*["'](npm:|jsr:|https?:)/;
    expect([...files, ...pages].filter((file) => remote.test(readFileSync(join(root, file), "utf8")))).toEqual([]);
  });

  it("only pages use FileAttachment", () => {
    expect(files.filter((file) => /\bFileAttachment\(/.test(readFileSync(join(root, file), "utf8")))).toEqual([]);
  });

  it("no component but the editor's own parts loads the editor", () => {
    const users = files.filter((file) =>
      importsOf(file).some(
        ({target}) => target.startsWith("src/components/editor/") || target.startsWith("@codemirror")
      )
    );
    expect(users.length).toBeGreaterThan(2);
    expect(users.filter((file) => !file.startsWith("src/components/editor/"))).toEqual([]);
  });

  it("only a few files name Oso", () => {
    const users = files.filter((file) =>
      importsOf(file).some(({target}) => target === "oso" || target.startsWith("oso/"))
    );
    expect(users.every((file) => file.startsWith("data-loaders/release/"))).toBe(true);
    expect(users.length).toBeLessThanOrEqual(3);
  });

  it("a loader in src/data is at most five lines", () => {
    const long = files.filter((file) => file.startsWith("src/data/")).filter((file) => lineCount(file) > 5);
    expect(long).toEqual([]);
  });
});

interface Import {
  target: string;
  typeOnly: boolean;
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(root, file), "utf8");
  const found = text.matchAll(
    /^(?:import|export)\s+(type\s)?(?:[^"';]*?\sfrom\s+)?["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']\s*\)/gm
  );
  return [...found].map(([, type, fixed, dynamic]) => ({
    target: targetOf(file, fixed ?? dynamic),
    typeOnly: Boolean(type)
  }));
}

/** Path from the root for our own modules, package name for the others. */
function targetOf(file: string, specifier: string): string {
  if (specifier.startsWith(".")) return relative(root, resolve(root, dirname(file), specifier)).replace(/\.js$/, ".ts");
  if (specifier.startsWith("node:") || builtinModules.includes(specifier)) return "node";
  return specifier;
}

function layerOf(file: string): {layer: string; may: string[]} | undefined {
  return layers.find(({layer}) => file.startsWith(layer));
}

function allowed(file: string, {target, typeOnly}: Import): boolean {
  const own = layerOf(file)!;
  const matches = (pattern: string): boolean =>
    pattern === "*" ||
    (pattern === "own" && target.startsWith(own.layer)) ||
    (pattern.endsWith("/") || pattern.endsWith(".ts") ? target.startsWith(pattern) : packageName(target) === pattern) ||
    (pattern.endsWith("/*") && target.startsWith(pattern.slice(0, -1)));
  return own.may.some(matches) || (typeOnly && (typesOnly[own.layer] ?? []).some(matches));
}

function packageName(target: string): string {
  return target
    .split("/")
    .slice(0, target.startsWith("@") ? 2 : 1)
    .join("/");
}

function lineCount(file: string): number {
  return readFileSync(join(root, file), "utf8").trimEnd().split("\n").length;
}
