import {sha256} from "@noble/hashes/sha2.js";
import {bytesToHex, utf8ToBytes} from "@noble/hashes/utils.js";
import canonicalize from "canonicalize";
import * as z from "zod";
import {verdicts} from "../model/governance.js";
import type {BoardAnswer, Comment, Proposal, Referral, SealedVote, Vote} from "../model/governance.js";
import {actions} from "../model/request.js";
import {isSigned, signStatement, type Signed} from "./signature.js";

export type DossierStatement = Proposal | SealedVote | Vote | Comment | Referral | BoardAnswer;
export type DossierDocument = Signed<DossierStatement>;

/**
 * The file that travels: one proposal or one referral, and all that was signed about it. Two copies are merged by
 * taking every document of both, so it can be mailed, committed, or carried on a stick.
 */
export interface Dossier {
  format: "covenant-dossier/1";
  /** Hash of the signed proposal or referral. */
  about: string;
  /** Sorted by hash, each once. */
  documents: DossierDocument[];
}

/** SHA-256 over the canonical JSON, hex. */
export function hashOf(value: unknown): string {
  return bytesToHex(sha256(utf8ToBytes(canonicalize(value) ?? "")));
}

/** Signs a proposal or a referral, and begins its dossier. Throws an Error for what has not the form of one. */
export function beginDossier(statement: Proposal | Referral, secret: string): Dossier {
  const subject = signStatement(statement, secret);
  return addDocuments({format: "covenant-dossier/1", about: hashOf(subject), documents: []}, [subject]);
}

export function addDocument(dossier: Dossier, statement: DossierStatement, secret: string): Dossier {
  return addDocuments(dossier, [signStatement(statement, secret)]);
}

/** All documents of both copies. Throws an Error where they are about different things. */
export function mergeDossiers(a: Dossier, b: Dossier): Dossier {
  if (a.about !== b.about) throw new Error("these files are about two different matters: they cannot be put together");
  return addDocuments(a, b.documents);
}

/** Reads a dossier. Throws an Error with one line for what is none, or where any document was altered after it was signed. */
export function parseDossier(text: string): Dossier {
  const {dossier, altered} = inspectDossier(text);
  if (altered.length > 0) throw new Error(`altered after it was signed: ${altered.join(", ")}`);
  return dossier;
}

/** As `parseDossier`, but keeps what is whole and names what was altered, so that nothing is lost by one bad document. */
export function inspectDossier(text: string): {dossier: Dossier; altered: string[]} {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error("not a dossier: the file is not JSON");
  }
  const parsed = dossierSchema.safeParse(value);
  if (!parsed.success) throw new Error(`not a dossier: ${describe(parsed.error.issues[0])}`);
  const {about} = parsed.data;
  const documents = parsed.data.documents as DossierDocument[];
  const whole = documents.filter((document) => isSigned(document) && belongs(document, about));
  const altered = documents.filter((document) => !whole.includes(document)).map(nameOf);
  const dossier = addDocuments({format: "covenant-dossier/1", about, documents: []}, whole);
  if (!subjectOf(dossier)) throw new Error("altered: the proposal or referral itself is not what was signed");
  return {dossier, altered};
}

export function writeDossier(dossier: Dossier): string {
  return `${JSON.stringify(dossier, null, 2)}\n`;
}

/** The signed proposal or referral that all the rest is about; undefined when it is not among the documents. */
export function subjectOf({about, documents}: Dossier): Signed<Proposal> | Signed<Referral> | undefined {
  return documents.find((document) => hashOf(document) === about) as Signed<Proposal> | Signed<Referral> | undefined;
}

/** The signed proposal; undefined for a dossier about a referral. */
export function proposalOf(dossier: Dossier): Signed<Proposal> | undefined {
  const subject = subjectOf(dossier);
  return subject?.statement.kind === "proposal" ? (subject as Signed<Proposal>) : undefined;
}

export function referralOf(dossier: Dossier): Signed<Referral> | undefined {
  const subject = subjectOf(dossier);
  return subject?.statement.kind === "referral" ? (subject as Signed<Referral>) : undefined;
}

/** Documents of one kind whose signature holds; anything altered is as good as not there. */
export function documentsOf<K extends DossierStatement["kind"]>(
  {documents, about}: Dossier,
  kind: K
): Signed<Extract<DossierStatement, {kind: K}>>[] {
  return documents.filter(
    (document) => document.statement.kind === kind && belongs(document, about) && isSigned(document)
  ) as Signed<Extract<DossierStatement, {kind: K}>>[];
}

function addDocuments(dossier: Dossier, added: readonly DossierDocument[]): Dossier {
  const byHash = new Map([...dossier.documents, ...added].map((document) => [hashOf(document), document]));
  const documents = [...byHash].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, document]) => document);
  return {...dossier, documents};
}

function belongs(document: DossierDocument, about: string): boolean {
  const {statement} = document;
  if ("proposal" in statement) return statement.proposal === about;
  if ("referral" in statement) return statement.referral === about;
  return hashOf(document) === about;
}

function nameOf({statement}: DossierDocument): string {
  return "member" in statement ? `${statement.kind} of ${statement.member}` : `${statement.kind} ${statement.id}`;
}

const id = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/);
const hash = z.string().regex(/^[0-9a-f]{64}$/);
const line = z.string().trim().min(1).max(300);
const prose = z.string().max(20_000);
const moment = z.iso.datetime();
const day = z.iso.date();

/** Nothing outside `policies/`, nothing hidden, and not the decisions themselves. */
const policyFile = z
  .string()
  .max(300)
  .refine((file) => isPolicyFile(file));

/** Whether a proposal may change this file. */
export function isPolicyFile(file: string): boolean {
  const [top, second, ...rest] = file.split("/");
  const plain = [second, ...rest].every((part) => part && !part.startsWith(".") && !/[\\\p{Cc}]/u.test(part));
  return top === "policies" && second !== "decisions" && plain;
}

const proposal = z.strictObject({
  kind: z.literal("proposal"),
  id,
  title: line,
  rationale: prose.min(1),
  base: hash,
  set: hash,
  changes: z.array(z.strictObject({file: policyFile, text: z.string().max(2_000_000).nullable()})).max(500),
  author: z.strictObject({id: line, name: line}),
  at: moment,
  in_force_until: day
});

const sealedVote = z.strictObject({
  kind: z.literal("sealed-vote"),
  proposal: hash,
  member: line,
  seal: hash,
  at: moment
});

const vote = z.strictObject({
  kind: z.literal("vote"),
  proposal: hash,
  member: line,
  round: z.number().int().min(1).max(99),
  verdict: z.enum(verdicts),
  reasons: prose,
  interests: prose,
  salt: hash,
  at: moment,
  sign_off: z.strictObject({set: hash, name: line, from: day, until: day}).nullable()
});

const comment = z.strictObject({kind: z.literal("comment"), proposal: hash, member: line, text: prose, at: moment});

const referral = z.strictObject({
  kind: z.literal("referral"),
  id,
  reader: z.strictObject({id: line, name: line}),
  // The page that shows a request checks the whole of it; here it has to say what an exception would be about.
  request: z.looseObject({
    actor: z.looseObject({id: line, role: line}),
    purpose: z.looseObject({code: z.string(), statement: z.string()}),
    dataset: z.looseObject({id: line, class: line}),
    action: z.enum(actions),
    trait: z.strictObject({id: line, label: z.string()}).optional()
  }),
  reasons: z.array(z.strictObject({rule: line, sentence: prose})).min(1),
  policy: hash,
  words: prose,
  at: moment
});

const answer = z.strictObject({
  kind: z.literal("answer"),
  referral: hash,
  member: line,
  waiver: z
    .strictObject({
      actor: line,
      purpose: line,
      dataset: line,
      action: z.enum(actions),
      trait: line.nullable(),
      rules: z.array(line).min(1),
      from: day,
      until: day
    })
    .nullable(),
  reasons: prose.min(1),
  interests: prose,
  at: moment
});

const dossierSchema = z.strictObject({
  format: z.literal("covenant-dossier/1"),
  about: hash,
  documents: z
    .array(
      z.strictObject({
        statement: z.discriminatedUnion("kind", [proposal, sealedVote, vote, comment, referral, answer]),
        key: z.string().regex(/^ed25519:[0-9a-f]{64}$/),
        signature: z.string().regex(/^[0-9a-f]{128}$/)
      })
    )
    .max(1000)
});

function describe({path, message}: z.core.$ZodIssue): string {
  return `${path.join(".") || "file"}: ${message.toLowerCase()}`;
}
