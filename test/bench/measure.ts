import {spawn} from "node:child_process";
import {accessSync, constants, readFileSync} from "node:fs";
import {delimiter, join} from "node:path";

export interface Measured {
  seconds: number;
  /** Of the largest process; 0 where the system does not tell (only Linux does). */
  peakBytes: number;
  stdout: string;
}

/** Runs a command and takes its wall time, process start included. Throws with the end of its stderr when it fails. */
export async function measure(command: string, args: string[], cwd?: string): Promise<Measured> {
  const start = performance.now();
  const child = spawn(command, args, {cwd, stdio: ["ignore", "pipe", "pipe"]});
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (text) => (stdout = (stdout + text).slice(-1e6)));
  child.stderr.on("data", (text) => (stderr = (stderr + text).slice(-2000)));
  let peakBytes = 0;
  const look = setInterval(() => (peakBytes = Math.max(peakBytes, peakOf(child.pid))), 10);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  }).finally(() => clearInterval(look));
  const seconds = (performance.now() - start) / 1000;
  if (code !== 0) throw new Error(`${command} ended with ${code}: ${stderr.trim()}`);
  return {seconds, peakBytes, stdout};
}

/** The best of several runs: what else the machine does only ever adds time. */
export async function best(runs: number, command: string, args: string[], cwd?: string): Promise<Measured> {
  const all: Measured[] = [];
  for (let run = 0; run < runs; ++run) all.push(await measure(command, args, cwd));
  return all.reduce((a, b) => (b.seconds < a.seconds ? b : a));
}

export function isInstalled(program: string): boolean {
  return (process.env.PATH ?? "").split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Of the process or the largest of its children: on some systems plink2 is a script that starts the program. */
function peakOf(pid: number | string | undefined): number {
  const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(readProcess(pid, "status")) ?? [];
  const children = readProcess(pid, `task/${pid}/children`).match(/\d+/g) ?? [];
  return Math.max(Number(kilobytes ?? 0) * 1024, ...children.map(peakOf));
}

/** Empty where the system does not tell, or the process has ended. */
function readProcess(pid: number | string | undefined, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return "";
  }
}
