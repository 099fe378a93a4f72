import {execFile} from "node:child_process";
import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join, resolve} from "node:path";
import {afterAll, describe, expect, it} from "vitest";
import {readPolicyCases} from "../../data-loaders/release/policiesJson.js";
import {jsonSchemas} from "../../src/policy/jsonSchemas.js";

const root = resolve(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "covenant-decide-"));
afterAll(() => rmSync(folder, {recursive: true}));

describe("npm run decide -- REQUEST.json", () => {
  it("prints a permission with its obligations", async () => {
    const {code, stdout} = await decide("policies/query/permit/A researcher looks at simulated data.json");
    expect(code).toBe(0);
    const decision = JSON.parse(stdout);
    expect(decision).toMatchObject({outcome: "permit", reasons: [], policy: expect.stringMatching(/^[0-9a-f]{64}$/)});
    expect(decision.obligations.map(({rule}: {rule: string}) => rule)).toContain("query.say-synthetic");
  });

  it("asks the release policy about a release, and a refusal is a decision too", async () => {
    const {code, stdout} = await decide("policies/release/forbid/A registered table without a registered reader.json");
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({outcome: "forbid", reasons: [{rule: "release.no-recipient"}]});
  });

  it("takes an array of requests, JSON Lines, and standard input", async () => {
    const [one, other] = readPolicyCases("query").map(({request}) => request);
    const array = join(folder, "array.json");
    writeFileSync(array, JSON.stringify([one, other, {...one, action: "release"}]));
    const decided = JSON.parse((await decide(array)).stdout) as {outcome: string}[];
    expect(decided).toHaveLength(3);
    const lines = `${JSON.stringify(one)}\n\n${JSON.stringify(other)}\n`;
    const {code, stdout} = await decide("-", lines);
    expect(code).toBe(0);
    expect(
      stdout
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line))
    ).toEqual(decided.slice(0, 2));
  });

  it("names the line of a request that is not JSON, and prints nothing else", async () => {
    const [one] = readPolicyCases("query").map(({request}) => request);
    const broken = await decide("-", `${JSON.stringify(one)}\n{"actor": "HG00096"\n`);
    expect(broken).toEqual({code: 1, stdout: "", stderr: "standard input:2: not JSON; expected one request a line\n"});
    expect(await decide("-", "")).toMatchObject({code: 1, stdout: "", stderr: expect.stringContaining("empty")});
  });

  it("prints the schema that its decisions keep to", async () => {
    const {stdout} = await decide("--schema");
    expect(JSON.parse(stdout)).toEqual(JSON.parse(JSON.stringify(jsonSchemas().decision)));
  });

  it("decides a malformed request too: it is forbidden", async () => {
    const {code, stdout} = await decide("-", "{}");
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({outcome: "forbid", reasons: [{rule: "policy.bad-request"}]});
  });

  it("fails in one line on a file that is missing or not JSON", async () => {
    const missing = await decide("no-such-file.json");
    expect([missing.code, missing.stdout]).toEqual([1, ""]);
    expect(missing.stderr).toBe("no-such-file.json: cannot be read; expected a request as JSON\n");
    const file = join(folder, "broken.json");
    writeFileSync(file, '{"actor": "HG00096"');
    const broken = await decide(file);
    expect([broken.code, broken.stdout]).toEqual([1, ""]);
    expect(broken.stderr.trim().split("\n")).toHaveLength(1);
    expect(broken.stderr).not.toContain("HG00096");
  });
});

function decide(file: string, input?: string): Promise<{code: number; stdout: string; stderr: string}> {
  const args = ["--import", "tsx", "data-loaders/release/decide.ts", file];
  return new Promise((settle) => {
    const child = execFile(process.execPath, args, {cwd: root, maxBuffer: 16 << 20}, (error, stdout, stderr) =>
      settle({code: error ? Number(error.code) : 0, stdout, stderr})
    );
    child.stdin?.end(input ?? "");
  });
}
