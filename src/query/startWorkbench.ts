import type {Waiver} from "../model/governance.js";
import type {ReleaseManifest} from "../model/release.js";
import {everyLevel} from "../model/tierView.js";
import type {PolicyBundle} from "../policy/bundle.js";
import type {Policy} from "../policy/policy.js";
import {recordDecision} from "./decisionLog.js";
import {openEarlierGroups} from "./earlierGroups.js";
import type {EngineFiles, LoadableDatabase} from "./duckdb.js";
import {readIdentity} from "./identity.js";
import type {BoardDecisions} from "./waivers.js";
import {openWorkbench, type Workbench} from "./workbench.js";

/** Addresses that only a page knows, because only pages name files of the site. */
export interface WorkbenchFiles {
  manifestUrl: string;
  policiesUrl: string;
  policyEngineUrl: string;
  /** `data/decisions.json`, for the exceptions of the board; without it there are none. */
  decisionsUrl?: string;
  engine: EngineFiles;
}

/** The workbench of a page: starts engine and policy once the page has been drawn, and judges as who is chosen now. */
export function startWorkbench(manifest: ReleaseManifest, files: WorkbenchFiles): Workbench {
  const drawn = afterFirstPaint();
  return openWorkbench(manifest, {
    manifestUrl: files.manifestUrl,
    database: drawn.then(() => startDatabase(files.engine, manifest)),
    policy: drawn.then(() => startPolicy(files)),
    identity() {
      const {id, role, purpose} = readIdentity();
      return {actor: {id, role}, purpose};
    },
    record: recordDecision,
    earlier: openEarlierGroups(`${manifest.cohort.id}.${manifest.hashes.source}`, sessionStore())
  });
}

/** Reading `sessionStorage` itself throws where cookies are blocked. */
function sessionStore(): Storage | null {
  try {
    return sessionStorage;
  } catch {
    return null;
  }
}

/** Large modules are asked for here, after the page was drawn. Marks when the engine is up, for whoever measures it. */
async function startDatabase(engine: EngineFiles, manifest: ReleaseManifest): Promise<LoadableDatabase> {
  const {bootEngine, openDatabase} = await import("./duckdb.js");
  const database = await openDatabase(await bootEngine(engine), everyLevel(manifest));
  performance.mark("engine up");
  return database;
}

/** The policy that the pages judge by; fails closed when it is not whole. */
export async function startPolicy({
  policiesUrl,
  policyEngineUrl,
  decisionsUrl
}: Pick<WorkbenchFiles, "policiesUrl" | "policyEngineUrl" | "decisionsUrl">): Promise<Policy> {
  const [{openPolicy}, {Oso}, policies, waivers] = await Promise.all([
    import("../policy/policy.js"),
    import(policyEngineUrl),
    readJson(policiesUrl),
    waiversOf(decisionsUrl)
  ]);
  const {bundle} = (policies as {query: {bundle: PolicyBundle}}).query;
  const policy = await openPolicy(Oso, bundle, {waivers: () => waivers});
  return {...policy, decide: (request) => policy.decide(request, new Date().toISOString())};
}

/** An exception that cannot be read is none: the question is then referred as for anybody else. */
async function waiversOf(decisionsUrl: string | undefined): Promise<Waiver[]> {
  if (!decisionsUrl) return [];
  try {
    const {readWaivers} = await import("./waivers.js");
    return await readWaivers((await readJson(decisionsUrl)) as BoardDecisions, new Date().toISOString());
  } catch {
    return [];
  }
}

async function readJson(url: string): Promise<unknown> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`the policies could not be fetched (status ${response.status}): reload the page`);
  return response.json();
}

/** Two frames: the first is asked for before anything was drawn. A hidden page draws none, and need not wait. */
function afterFirstPaint(): Promise<void> {
  if (document.visibilityState === "hidden") return Promise.resolve();
  return new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve, 0))));
}
