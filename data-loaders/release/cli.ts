import {resolve} from "node:path";
import {pathToFileURL} from "node:url";
import {parseArgs} from "node:util";
import type {ReleaseManifest} from "../../src/model/release.js";
import type {ReleaseOptions} from "./release.js";

const usage = `usage: npm run release -- --cohort FILE --out DIR [--threads N] [--quiet]
  --cohort FILE   manifest of the cohort (YAML), see data-loaders/cohorts
  --out DIR       folder of the release; an older release there is replaced at the very end
  --threads N     worker threads (default: one per processor)
  --quiet         no progress and no summary on stderr`;

/** Makes a release and shows on stderr how far it is and what came out. */
export async function releaseWithProgress(options: Omit<ReleaseOptions, "onProgress">): Promise<ReleaseManifest> {
  const {progressOnStderr} = await import("./progress.js");
  const {onProgress, stop} = await progressOnStderr();
  const manifest = await release({...options, onProgress}).finally(stop);
  console.error(await summary(options.out, manifest));
  return manifest;
}

/** Threads load what they need while the rest of the program is loaded. */
async function release(options: ReleaseOptions): Promise<ReleaseManifest> {
  const {startShardThreads} = await import("./shardThreads.js");
  const workers = startShardThreads(options.threads);
  const {makeRelease} = await import("./release.js");
  return makeRelease({...options, workers});
}

async function run(args: string[]): Promise<void> {
  const {values} = parseArgs({
    args,
    options: {
      cohort: {type: "string"},
      out: {type: "string"},
      threads: {type: "string"},
      quiet: {type: "boolean", short: "q"},
      help: {type: "boolean", short: "h"}
    }
  });
  if (values.help) return console.log(usage);
  const {cohort, out, threads} = values;
  if (!cohort || !out) throw new Error(`--cohort and --out are needed\n${usage}`);
  if (threads !== undefined && !/^[1-9]\d{0,2}$/.test(threads)) throw new Error("--threads: expected 1 to 999");
  const options = {manifestPath: cohort, out, threads: threads === undefined ? undefined : Number(threads)};
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));
  if (!values.quiet) await releaseWithProgress(options);
  else await release(options);
  // All is written; V8 would still finish optimising what nobody runs again.
  process.exit();
}

async function summary(out: string, {cohort, tables, refused, withheld, privacy}: ReleaseManifest): Promise<string> {
  const {shownPath} = await import("./shownPath.js");
  const lines = [`release of ${cohort.id} (${cohort.class}) in ${shownPath(out)}`];
  for (const {file, bytes, rows} of tables)
    lines.push(`  ${file}: ${rows.toLocaleString("en")} rows, ${(bytes / 1e6).toFixed(2)} MB`);
  for (const {table, rule, cells} of withheld)
    lines.push(`  ${table}: ${cells.toLocaleString("en")} cells withheld (${rule})`);
  lines.push(...auditLines(privacy));
  if (cohort.consent.length === 0)
    lines.push("  consent.codes is empty: the site will refuse every question about variants; name DUO terms there");
  for (const {name, reasons} of refused) lines.push(`  ${name}: not released: ${reasons[0]?.sentence}`);
  return lines.join("\n");
}

function auditLines({audit, budget}: ReleaseManifest["privacy"]): string[] {
  const aucOf = ({figures}: (typeof audit)[number]): number => (figures.kind === "membership" ? figures.auc : 0.5);
  const enforced = audit.filter(({standing}) => standing === "enforced");
  const lines = [];
  if (enforced.length > 0) {
    const best = Math.max(...enforced.map(aucOf));
    const curve = best > 0.5 ? `; the best came to an area under the curve of ${best}` : "";
    lines.push(`  ${enforced.length} attacks withstood${curve}`);
  }
  for (const finding of audit.filter(({standing, withstood}) => standing === "reported" && !withstood))
    lines.push(`  ${finding.table}: its readers could succeed with ${finding.attack}`);
  if (budget) {
    const spent = budget.rhoTotal - budget.rhoLeft;
    lines.push(
      `  budget: ρ ${spent.toPrecision(3)} of ${budget.rhoTotal.toPrecision(3)} spent by version ${budget.versions.length}`
    );
  }
  return lines;
}

if (process.argv[1] && import.meta.url === pathToFileURL(resolve(process.argv[1])).href)
  run(process.argv.slice(2)).catch((error) => {
    console.error(`covenant: ${error instanceof Error ? error.message : error}`);
    process.exitCode = 1;
  });
