import {readFile} from "node:fs/promises";
import {InputError} from "../sources/inputError.js";
import {openQueryPolicy, openReleasePolicy} from "./policyEngine.js";

const usage = `usage: npm run decide -- REQUEST.json

Prints the decision about a request as JSON. A request with the action "release" is judged by policies/release,
every other by the other folders of policies/. Exit code 0 whatever is decided; 1 when the file cannot be read or a policy is not whole.`;

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function main(args: string[]): Promise<number> {
  if (args.includes("--help")) {
    console.log(usage);
    return 0;
  }
  if (args.length !== 1) {
    console.error(usage);
    return 1;
  }
  const request = await readRequest(args[0]);
  const release = (request as {action?: unknown} | null)?.action === "release";
  const policy = await (release ? openReleasePolicy() : openQueryPolicy());
  console.log(JSON.stringify(await policy.decide(request), null, 2));
  return 0;
}

async function readRequest(file: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch {
    throw new InputError(file, null, "cannot be read; expected a request as JSON");
  }
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    throw new InputError(file, null, "not JSON; expected a request such as those in policies/query/permit");
  }
}
