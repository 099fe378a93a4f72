import {createHmac, randomBytes} from "node:crypto";
import {mkdir, readFile, rename, rm, writeFile} from "node:fs/promises";
import {dirname} from "node:path";
import * as z from "zod";
import {InputError} from "../sources/inputError.js";
import {shownPath} from "./shownPath.js";

/*
 * What earlier versions of a release gave away. The ledger is the organisation's own: it is not part of a release. It
 * holds no identifier and no row of a person; what it says about groups of people are keyed hashes of all of them.
 */

const counts = z.array(z.int());
const frozenRows = z.array(z.object({key: z.string(), n: z.number().nullable()}));
const published = z.object({
  /** `chrom-pos-ref-alt` per variant. */
  variants: z.array(z.string()),
  pools: z.array(
    z.object({
      level: z.string(),
      merged: z.array(z.string()),
      people: z.int(),
      an: counts,
      ac: counts,
      noiseSd: z.number(),
      shown: z.boolean()
    })
  ),
  rhoAlleles: z.number(),
  rhoAssociation: z.number(),
  hits: z.array(z.object({variantId: z.string(), z: z.number(), oddsRatio: z.number()})),
  significant: z.int()
});
const version = z.object({
  version: z.int().min(1),
  /** ISO 8601 day of the data. */
  date: z.string(),
  rho: z.number().min(0),
  form: z.enum(["none", "exact", "noisy"]),
  /** Keyed hash of who is in which public group, of the panel, and of what decides about noise. */
  fingerprint: z.string(),
  /** The public allele counts, to be used again for the same people; null where none were published. */
  published: published.nullable(),
  /** Keyed hash of the people of each ancestry and of their groups, and whether its exact tables were given out. */
  groups: z.array(
    z.object({
      level: z.string(),
      fingerprint: z.string(),
      people: z.int(),
      given: z.boolean(),
      /** What was hidden of the group before its variants were looked at; see `signatureOf`. */
      hidden: z.string()
    })
  ),
  /** Numbers of people as they were shown, by the levels of a row; null = withheld. */
  margins: frozenRows,
  /** The same of the steps from the files to the counts. */
  flow: frozenRows
});
const schema = z.object({
  format: z.literal("covenant-ledger/1"),
  cohort: z.string(),
  secret: z.string().regex(/^[0-9a-f]{64}$/),
  versions: z.array(version)
});

export type LedgerVersion = z.infer<typeof version>;
export type PublishedCounts = z.infer<typeof published>;

export interface Ledger {
  /** Versions before this one, oldest first. */
  readonly versions: readonly LedgerVersion[];
  /** HMAC-SHA-256 with the ledger's own key, hex. */
  fingerprint(parts: Iterable<string | Uint8Array>): string;
  /** Writes the ledger with this version behind the others, before anything of it is published. */
  extend(next: LedgerVersion): Promise<void>;
}

/**
 * Opens the ledger of a cohort, or begins one. `expected`: an earlier version is known to exist, so that a ledger that is
 * not there was lost. A ledger that is lost, damaged or of another cohort is an error: what was spent must be known.
 */
export async function openLedger(file: string, cohort: string, expected: boolean): Promise<Ledger> {
  const text = await readFile(file, "utf8").catch((error) => {
    if (error.code === "ENOENT") return null;
    throw new InputError(shownPath(file), null, `the ledger cannot be read (${error.code})`);
  });
  if (text === null && expected)
    throw new InputError(
      shownPath(file),
      null,
      "the ledger is not there, but an earlier version of this release is; put the ledger back, or name where it is under release.ledger"
    );
  const known = text === null ? null : parse(text, file);
  if (known && known.cohort !== cohort)
    throw new InputError(
      shownPath(file),
      null,
      `is the ledger of ${known.cohort}, not of ${cohort}; name another file under release.ledger`
    );
  const secret = known?.secret ?? randomBytes(32).toString("hex");
  const versions = known?.versions ?? [];
  return {
    versions,
    fingerprint(parts) {
      const hmac = createHmac("sha256", Buffer.from(secret, "hex"));
      for (const part of parts) {
        const bytes = typeof part === "string" ? Buffer.from(part) : part;
        hmac.update(`${bytes.length}:`).update(bytes);
      }
      return hmac.digest("hex");
    },
    async extend(next) {
      const now = await readFile(file, "utf8").catch(() => null);
      if (now !== text)
        throw new Error(`${shownPath(file)}: another release has written to the ledger meanwhile; run this one again`);
      const partial = `${file}.partial-${process.pid}`;
      try {
        await mkdir(dirname(file), {recursive: true});
        const whole = {format: "covenant-ledger/1", cohort, secret, versions: [...versions, next]};
        await writeFile(partial, `${JSON.stringify(whole)}\n`, {mode: 0o600});
        await rename(partial, file);
      } catch (error) {
        // Where a folder of the path is a file, removing fails too, and would hide why writing did.
        await rm(partial, {force: true}).catch(() => {});
        throw new InputError(
          shownPath(file),
          null,
          `the ledger cannot be written (${(error as NodeJS.ErrnoException).code}); name a file that can be under release.ledger`
        );
      }
    }
  };
}

/** Whether a release tells the same about the same people as the version before: then it is that version, made again. */
export function isSameVersion(next: LedgerVersion, latest: LedgerVersion | undefined): boolean {
  if (!latest || next.rho > 0) return false;
  const told = ({form, fingerprint, groups, margins, flow}: LedgerVersion): string =>
    JSON.stringify([form, fingerprint, groups, margins, flow]);
  return told(next) === told(latest);
}

function parse(text: string, file: string): z.infer<typeof schema> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new InputError(shownPath(file), null, "the ledger is not whole JSON; put back the copy from your backup");
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const {path, message} = parsed.error.issues[0];
  throw new InputError(
    shownPath(file),
    null,
    `the ledger is damaged at ${path.join(".") || "its beginning"}: ${message}`
  );
}
