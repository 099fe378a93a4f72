import {appendFile, cp, mkdtemp, readFile, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import axe from "axe-core";
import type {Browser, BrowserContext, Page} from "playwright-core";
import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, it} from "vitest";
import {adopt} from "../data-loaders/release/adopt.js";
import {readPolicySet} from "../data-loaders/release/policyBundle.js";
import {makeRelease} from "../data-loaders/release/release.js";
import {parseDossier} from "../src/governance/dossier.js";
import {reviewOf} from "../src/governance/review.js";
import {verifySignOff} from "../src/governance/signOff.js";
import type {BoardMember, BoardView} from "../src/model/governance.js";
import {policySetHash} from "../src/policy/policySet.js";
import {launchChromium} from "./chromium.js";
import {defaultSite, type BuiltSite} from "./site.js";

let browser: Browser;
let site: BuiltSite;
let board: BoardMember[];

beforeAll(async () => {
  browser = await launchChromium();
  site = await defaultSite();
  board = readPolicySet().board;
}, 600_000);

afterAll(async () => {
  await browser?.close();
  await site?.remove();
});

let contexts: BrowserContext[];
let faults: string[];

beforeEach(() => {
  [contexts, faults] = [[], []];
});
afterEach(async () => {
  for (const context of contexts) await context.close();
  expect(faults).toEqual([]);
});

/** A browser of its own, as another person has. */
async function person(): Promise<Page> {
  const context = await browser.newContext({viewport: {width: 1280, height: 900}, acceptDownloads: true});
  contexts.push(context);
  const page = await context.newPage();
  page.on("console", (message) => message.type() === "error" && faults.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => faults.push(`error: ${error.message}`));
  return page;
}

describe("review and sign-off, without a server", () => {
  it(
    "a member reads a rule, changes a limit, sees what flips and proposes it; two vote blinded, the set is signed, the build accepts it, and refuses an altered byte",
    {timeout: 400_000},
    async () => {
      const [author, amara, bilal] = [await person(), await person(), await person()];
      await readsARule(author);
      await triesStricter(author);
      await author.getByRole("button", {name: "Propose this change"}).click();
      await author.waitForURL(/review/);
      await author.getByLabel("Title").fill("Hide counts up to 25");
      await author.getByLabel("Reasons").fill("A count of 21 to 25 can point at a family.");
      await author.getByLabel("Your name").fill("A reader");
      await author.getByRole("button", {name: "Sign the proposal"}).click();
      await author.getByRole("heading", {name: "Hide counts up to 25"}).waitFor();
      expect(await author.getByText("1 line put in, 1 line taken out").count()).toBe(1);
      expect(await violations(author)).toEqual([]);
      const proposed = await exported(author);

      await becomes(amara, "Amara");
      await imports(amara, proposed);
      await votes(amara, "I approve and sign", "Family members can be guessed from less.");
      const sealedByAmara = await exported(amara);
      expect(sealedByAmara).not.toContain("Family members");
      expect(sealedByAmara).not.toMatch(/"verdict"/);

      await becomes(bilal, "Bilal");
      await imports(bilal, sealedByAmara);
      await bilal.getByText("Amara (demo member) has sealed a vote").waitFor();
      expect(await bilal.locator("main").innerText()).not.toContain("Family members");
      expect(await bilal.getByRole("button", {name: "Open my vote"}).count()).toBe(0);
      await votes(bilal, "I reject", "The loss for small groups is not weighed.");
      await bilal.getByRole("button", {name: "Open my vote"}).click();
      await bilal.getByRole("button", {name: "Open my vote"}).waitFor({state: "detached"});
      const openedByBilal = await exported(bilal);

      await imports(amara, openedByBilal);
      await amara.getByRole("button", {name: "Open my vote"}).click();
      await amara.getByText("The reviewers disagree.").waitFor();
      expect(await amara.locator("main").innerText()).toContain("The loss for small groups is not weighed.");
      expect(await violations(amara)).toEqual([]);
      await amara.getByLabel("Say something in the open").fill("The page on privacy shows the loss: it is small.");
      await amara.getByRole("button", {name: "Add the comment"}).click();
      await amara.getByText("The page on privacy shows the loss").waitFor();
      await votes(amara, "I approve and sign", "As before.", "Vote in round 2");

      await imports(bilal, await exported(amara));
      await votes(bilal, "I approve and sign", "Convinced.", "Vote in round 2");
      await bilal.getByText("Approved and signed").first().waitFor();
      expect(await violations(bilal)).toEqual([]);

      const signed = await exported(bilal, "Download the signed result");
      const dossier = parseDossier(signed);
      const view = {...(await viewOf()), board};
      const {stage, round, proposal} = reviewOf(dossier, view);
      expect({stage, round}).toEqual({stage: "approved", round: 2});
      const files = {...(await policyFiles()), [limitsFile]: await stricter()};
      expect(proposal.statement.set).toBe(policySetHash(files));
      expect(verifySignOff([dossier], {sha256: policySetHash(files)}, view)).toMatchObject({signed: true});
      const altered = {...files, [limitsFile]: `${files[limitsFile]}\n`};
      expect(verifySignOff([dossier], {sha256: policySetHash(altered), files: altered}, view)).toMatchObject({
        signed: false,
        why: "altered",
        files: [limitsFile]
      });
      await buildAccepts(signed);
    }
  );

  it("lets no author vote, says why an altered file is refused, and keeps what was imported", async () => {
    const page = await person();
    await becomes(page, "Chen");
    await page.getByRole("button", {name: "Ask the board to sign the rules as they are"}).click();
    await page.getByLabel("Reasons").fill("A year has passed.");
    await page.getByRole("button", {name: "Sign the proposal"}).click();
    await page.getByText("Nobody judges what they have written themselves.").waitFor();
    const text = await exported(page);
    await chooses(page, text.replace("A year has passed.", "A year has gone."));
    await page
      .getByText(/altered/)
      .first()
      .waitFor();
    await page.reload();
    await page.getByRole("button", {name: "Sign the rules as they are", exact: true}).waitFor();
  });
});

describe("referrals", () => {
  it(
    "a referred question goes to the board and comes back as an exception that counts",
    {timeout: 240_000},
    async () => {
      const [reader, amara, bilal] = [await person(), await person(), await person()];
      await asksForAll(reader);
      const panel = reader.locator(".decision", {hasText: "Referred to the board"});
      await panel.getByRole("button", {name: "Refer to the board"}).click();
      await reader.waitForURL(/referrals/);
      await reader.getByLabel("Your name").fill("A reader");
      await reader.getByLabel("Why should the board permit this?").fill("A meta-analysis needs the whole table.");
      expect(await violations(reader)).toEqual([]);
      await reader.getByRole("button", {name: "Sign the referral"}).click();
      const asked = await exported(reader, "Export this referral");

      await becomes(amara, "Amara", "referrals");
      await imports(amara, asked, "Import a referral or its answer");
      await answers(amara, /^I permit it/);
      await amara.getByText("one has answered").waitFor();
      const half = await exported(amara, "Export this referral");
      await becomes(bilal, "Bilal", "referrals");
      await imports(bilal, half, "Import a referral or its answer");
      await answers(bilal, /^I permit it under the same terms/);
      await bilal.getByText("Permitted as an exception").first().waitFor();
      expect(await violations(bilal)).toEqual([]);
      const answered = await exported(bilal, "Export this referral");

      await chooses(reader, answered.replace('"until": "20', '"until": "21'), "Import a referral or its answer");
      await reader.getByText(/altered after it was signed/).waitFor();
      await imports(reader, answered, "Import a referral or its answer");
      await reader.getByText("Permitted as an exception").first().waitFor();
      await reader.goto(`${site.url}/variants`);
      const [download] = await Promise.all([reader.waitForEvent("download", {timeout: 90_000}), exportsAll(reader)]);
      expect(await reader.locator(".decision").first().innerText()).toMatch(/exception/);
      const lines = (await readFile(await download.path(), "utf8")).trimEnd().split("\r\n");
      expect(lines.filter((line) => !line.startsWith("#")).length).toBeGreaterThan(5001);
    }
  );
});

async function becomes(page: Page, name: string, address = "review"): Promise<void> {
  await page.goto(`${site.url}/${address}`);
  await page.getByRole("button", {name: `Sign as ${name}`}).click();
  await page.getByRole("heading", {name: `You sign as ${name}`}).waitFor();
}

async function chooses(page: Page, text: string, label = "Import a proposal"): Promise<void> {
  await page.locator(`input[type=file][aria-label="${label}"]`).setInputFiles({
    name: "dossier.json",
    mimeType: "application/json",
    buffer: Buffer.from(text)
  });
}

async function imports(page: Page, text: string, label?: string): Promise<void> {
  await chooses(page, text, label);
  await page.locator("article.proposal h2").waitFor();
}

async function exported(page: Page, name = "Export this proposal"): Promise<string> {
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", {name}).click()]);
  return readFile(await download.path(), "utf8");
}

async function votes(page: Page, choice: string, reasons: string, action = "Seal my vote"): Promise<void> {
  const form = page.getByRole("form", {name: action});
  await form.getByLabel(choice).check();
  await form.getByLabel("Your reasons").fill(reasons);
  await form.getByRole("button", {name: action}).click();
  await form.waitFor({state: "detached"});
}

async function answers(page: Page, choice: RegExp): Promise<void> {
  const form = page.getByRole("form", {name: "Your answer"});
  await form.getByLabel(choice).check();
  await form.getByLabel("Your reasons").fill("The study is sound.");
  await form.getByRole("button", {name: "Sign my answer"}).click();
  await form.waitFor({state: "detached"});
}

/** A researcher with a purpose opens the tables and exports all variants. */
async function asksForAll(page: Page): Promise<void> {
  await page.goto(`${site.url}/glossary`);
  await page.getByRole("button", {name: /say why you ask/}).click();
  await page.getByLabel("Researcher").check();
  await page.locator("dialog select").selectOption("DUO:0000006");
  await page.locator("dialog textarea").fill("Which lipid genes carry common variants in every group?");
  await page.getByRole("button", {name: "Keep this"}).click();
  await page.goto(`${site.url}/variants`);
  await exportsAll(page);
}

async function exportsAll(page: Page): Promise<void> {
  await page.getByRole("button", {name: "Unlock with the demo key"}).click();
  await page.locator(".public-part-open").waitFor({timeout: 60_000});
  await page.locator(".decision").first().waitFor({timeout: 60_000});
  await page.getByRole("button", {name: "Export CSV"}).click();
}

const limitsFile = "policies/thresholds.yaml";

async function policies(): Promise<{files: Record<string, string>; sha256: string}> {
  const page = await person();
  const [response] = await Promise.all([
    page.waitForResponse(/\/policies(\.\w+)?\.json$/),
    page.goto(`${site.url}/review`)
  ]);
  return response.json();
}

async function policyFiles(): Promise<Record<string, string>> {
  return (await policies()).files;
}

async function stricter(): Promise<string> {
  return (await policyFiles())[limitsFile].replace("max_withheld: 20", "max_withheld: 25");
}

async function readsARule(page: Page): Promise<void> {
  await page.goto(`${site.url}/policies#reidentification.small-cell`);
  const rule = page.locator("[id='reidentification.small-cell']");
  await rule.getByText("A small count can point at a person").waitFor();
  expect(await rule.innerText()).toMatch(/a count of 1 to 20 people/);
}

async function triesStricter(page: Page): Promise<void> {
  await page.goto(`${site.url}/what-if`);
  await page.getByLabel("Largest count of people that is not shown").fill("25");
  await page.getByText("One file is changed, and the rules can decide.").waitFor();
  await page.getByRole("button", {name: "See what flips"}).click();
  const claim = page.locator(".flip-claim");
  await claim.waitFor({timeout: 200_000});
  expect(await claim.innerText()).toMatch(/▲ 0 more permissive, ▼ [1-9][\d\s]* stricter/);
}

/** As the data team: nothing is released before it is signed, all of it after, and nothing once a byte is another. */
async function buildAccepts(signed: string): Promise<void> {
  const root = await mkdtemp(join(tmpdir(), "covenant-signed-"));
  try {
    await cp(join(import.meta.dirname, "../policies"), join(root, "policies"), {recursive: true});
    const cohort = join(root, "cohort.yaml");
    await writeFile(cohort, signedCohort);
    const now = new Date().toISOString();
    const release = () => makeRelease({manifestPath: cohort, out: join(root, "out"), root, now, threads: 1});
    await expect(release()).rejects.toThrow(/The rules are unsigned/);
    await adopt(signed, {cohort, now, root});
    const {signOff} = await release();
    expect(signOff).toMatchObject({signed: true, signers: [{id: "amara"}, {id: "bilal"}]});
    expect(readPolicySet(root).gates.release.tables.limits["small_cell.max_withheld"]).toBe(25);
    await appendFile(join(root, limitsFile), "#");
    await expect(release()).rejects.toThrow(
      /The rules are altered: .*different from what was signed: policies\/thresholds/
    );
  } finally {
    await rm(root, {recursive: true});
  }
}

const signedCohort = `id: signed
build: GRCh37
release: {class: open, require_signoff: true}
synthetic: {seed: 5, people: 300, variants: 60}
strata: [ancestry, sex]
consent: {codes: ["DUO:0000004"]}
provenance: {source: simulated, synthetic: {genotypes: true, phenotypes: true}}
`;

async function viewOf(): Promise<BoardView> {
  return {
    board,
    limits: {reviewers: 2, waiverSignatures: 2, signoffDays: 400, waiverDays: 400},
    now: new Date().toISOString(),
    synthetic: true
  };
}

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const found = await page.evaluate(() =>
    (globalThis as unknown as {axe: {run(): Promise<{violations: {id: string; nodes: {html: string}[]}[]}>}}).axe.run()
  );
  return found.violations.map(({id, nodes}) => `${id}: ${nodes[0].html}`);
}
