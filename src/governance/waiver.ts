import type {BoardAnswer, BoardMember, BoardView, Referral, Waiver} from "../model/governance.js";
import {addDays, dayOf, daysBetween, memberFor} from "./board.js";
import {addDocument, documentsOf, hashOf, referralOf, type Dossier} from "./dossier.js";
import {publicKeyOf, type Signed} from "./signature.js";

/** What the board answered to a referral, as far as its documents tell. */
export interface Answered {
  referral: Signed<Referral>;
  /** Answers that count, in the order of their dates. */
  answers: Signed<BoardAnswer>[];
  state:
    /** Not enough members have answered alike. */
    | "open"
    | "refused"
    /** Enough signatures under the same terms; `waiver` is set. */
    | "waived"
    /** As `waived`, and over. */
    | "ended";
  waiver: Waiver | null;
  signers: BoardMember[];
  /** Why answers do not count, one sentence each. */
  void: string[];
}

export function answersTo(dossier: Dossier, view: BoardView): Answered {
  const referral = referralOf(dossier);
  if (!referral) throw new Error("this dossier is not about a referral");
  const problems: string[] = [];
  const latest = new Map<string, Signed<BoardAnswer>>();
  const byDate = documentsOf(dossier, "answer").sort((a, b) => (a.statement.at < b.statement.at ? -1 : 1));
  for (const answer of byDate) {
    const member = memberFor(answer, view);
    const wrong = typeof member === "string" ? member : answerProblem(answer, member, referral, view);
    if (wrong) problems.push(wrong);
    // A member may think again: their last answer counts.
    else latest.set(answer.statement.member, answer);
  }
  const answers = [...latest.values()];
  const base = {referral, answers, void: problems};
  const nameless = {waiver: null, signers: []};
  // One refusal that was never taken back keeps an exception from being granted over a colleague's head.
  const refusals = answers.filter(({statement}) => statement.waiver === null);
  if (refusals.length > 0)
    return {...base, ...nameless, state: refusals.length >= view.limits.waiverSignatures ? "refused" : "open"};
  const enough = alike(answers).find((group) => group.length >= view.limits.waiverSignatures);
  if (!enough) return {...base, ...nameless, state: "open"};
  const waiver = enough[0].statement.waiver!;
  const today = dayOf(view.now);
  return {
    ...base,
    state: today > waiver.until ? "ended" : today < waiver.from ? "open" : "waived",
    waiver,
    signers: enough.map(({key}) => view.board.find((member) => member.key === key)!)
  };
}

/** The exceptions that count now. */
export function waiversIn(dossiers: readonly Dossier[], view: BoardView): Waiver[] {
  return dossiers
    .filter((dossier) => referralOf(dossier))
    .flatMap((dossier) => {
      const {state, waiver} = answersTo(dossier, view);
      return state === "waived" && waiver ? [waiver] : [];
    });
}

/** An exception for just what was asked, for all rules that referred it, from today. */
export function waiverFor({statement: {request, reasons}}: Signed<Referral>, until: string, view: BoardView): Waiver {
  return {
    actor: request.actor.id,
    purpose: request.purpose.code,
    dataset: request.dataset.id,
    action: request.action,
    trait: request.trait?.id ?? null,
    rules: [...new Set(reasons.map(({rule}) => rule))].sort(),
    from: dayOf(view.now),
    until
  };
}

export function latestWaiverEnd({now, limits}: BoardView): string {
  return addDays(dayOf(now), limits.waiverDays);
}

/** Signs an answer as the member whose key it is. Throws an Error where that member may not answer. */
export function answerReferral(
  dossier: Dossier,
  {waiver, reasons, interests}: Pick<BoardAnswer, "waiver" | "reasons" | "interests">,
  {secret, view}: {secret: string; view: BoardView}
): Dossier {
  const key = publicKeyOf(secret);
  const member = view.board.find((other) => other.key === key);
  if (!member) throw new Error("this key is nobody's on the board");
  const statement: BoardAnswer = {
    kind: "answer",
    referral: dossier.about,
    member: member.id,
    waiver,
    reasons: reasons.trim(),
    interests: interests.trim(),
    at: view.now
  };
  const answered = addDocument(dossier, statement, secret);
  const own = documentsOf(answered, "answer").find((answer) => hashOf(answer.statement) === hashOf(statement))!;
  const found = memberFor(own, view);
  const wrong = typeof found === "string" ? found : answerProblem(own, found, referralOf(dossier)!, view);
  if (wrong) throw new Error(wrong);
  return answered;
}

/** Answers under the same terms, together. */
function alike(answers: Signed<BoardAnswer>[]): Signed<BoardAnswer>[][] {
  const groups = new Map<string, Signed<BoardAnswer>[]>();
  for (const answer of answers) {
    const terms = hashOf(answer.statement.waiver);
    groups.set(terms, [...(groups.get(terms) ?? []), answer]);
  }
  return [...groups.values()];
}

/** The exception has to be for what was asked and no more, and short enough. */
function answerProblem(
  {statement: {waiver, at}}: Signed<BoardAnswer>,
  member: BoardMember,
  referral: Signed<Referral>,
  view: BoardView
): string | null {
  const {reader, request, reasons} = referral.statement;
  if (member.key === referral.key || member.id === reader.id || member.id === request.actor.id)
    return `${member.name} asked this and cannot answer it`;
  if (!waiver) return null;
  const asked = waiverFor(referral, waiver.until, view);
  for (const field of ["actor", "purpose", "dataset", "action", "trait"] as const)
    if (waiver[field] !== asked[field]) return `the answer of ${member.name} is about another ${field} than was asked`;
  if (!waiver.rules.every((rule) => reasons.some((reason) => reason.rule === rule)))
    return `the answer of ${member.name} names rules that did not refer the question`;
  const days = daysBetween(waiver.from, waiver.until);
  if (days < 0) return `the exception of ${member.name} ends before it begins`;
  if (!(days <= view.limits.waiverDays))
    return `the exception of ${member.name} is for ${days} days, and ${view.limits.waiverDays} is the most`;
  if (waiver.until < dayOf(at)) return `the exception of ${member.name} was over when it was signed`;
  return null;
}
