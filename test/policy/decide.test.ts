import {execFile} from "node:child_process";
import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join, resolve} from "node:path";
import {afterAll, describe, expect, it} from "vitest";

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

function decide(file: string): Promise<{code: number; stdout: string; stderr: string}> {
  const args = ["--import", "tsx", "data-loaders/release/decide.ts", file];
  return new Promise((settle) => {
    execFile(process.execPath, args, {cwd: root}, (error, stdout, stderr) =>
      settle({code: error ? Number(error.code) : 0, stdout, stderr})
    );
  });
}
