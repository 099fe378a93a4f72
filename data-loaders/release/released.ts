import {readFile} from "node:fs/promises";
import {join} from "node:path";
import {parseArgs} from "node:util";
import type {ReleaseManifest, Tier} from "../../src/model/release.js";

/**
 * One file of the release that the site shows, e.g. `manifest.json`.
 * `npm run build` and `npm run dev` make the release first and name its folder in `COVENANT_RELEASE`;
 * without a release there is nothing that may be shown, so this fails.
 */
export async function released(file: string): Promise<Uint8Array> {
  return readFile(join(releaseFolder(), file));
}

/** The table that Framework asks a parameterised loader for with `--table=NAME`; refused unless the manifest lists it. */
export async function releasedTable(tier: Tier, extension: string): Promise<Uint8Array> {
  const {values} = parseArgs({options: {table: {type: "string"}}});
  const file = `${tier}/${values.table}${extension}`;
  const {tables} = await releaseManifest();
  if (!tables.some((table) => table.file === file)) throw new Error(`not released: ${file}`);
  return released(file);
}

/** Site paths of the tables in the release, for Framework's `dynamicPaths`: their addresses stay the same over releases. */
export async function* releasedPaths(): AsyncGenerator<string> {
  const {tables} = await releaseManifest();
  for (const {file} of tables) yield `/data/${file}`;
}

/**
 * The secret key that opens the embedded synthetic cohort, whose people are simulated; empty for any other cohort.
 * It is given only to a release that is synthetic throughout and encrypted to this very key.
 */
export async function demoKey(): Promise<string> {
  const {cohort, recipients} = await releaseManifest();
  if (!cohort.synthetic.genotypes || !cohort.synthetic.phenotypes) return "";
  const text = await readFile(new URL("../cohorts/synthetic-demo-key.txt", import.meta.url), "utf8");
  const identity = text.split("\n").find((line) => line.startsWith("AGE-SECRET-KEY-"));
  if (!identity) return "";
  const {identityToRecipient} = await import("age-encryption");
  return recipients.registered.includes(await identityToRecipient(identity)) ? identity : "";
}

/** Secret keys of the demo members of the board; none unless the release is synthetic throughout. */
export async function demoBoard(): Promise<{id: string; name: string; key: string; secret: string}[]> {
  const {cohort} = await releaseManifest();
  if (!cohort.synthetic.genotypes || !cohort.synthetic.phenotypes) return [];
  const {demoMembers} = await import("./signOff.js");
  return demoMembers();
}

export async function releaseManifest(): Promise<ReleaseManifest> {
  return JSON.parse(new TextDecoder().decode(await released("manifest.json")));
}

function releaseFolder(): string {
  const folder = process.env.COVENANT_RELEASE;
  if (!folder) throw new Error("no release to show: run npm run build or npm run dev, which make one first");
  return folder;
}
