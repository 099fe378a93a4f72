import type {BoardMember, BoardView, Comment, Proposal, SealedVote, Vote} from "../model/governance.js";
import {addDays, dayOf, daysBetween, memberFor, sittingMembers} from "./board.js";
import {addDocument, documentsOf, hashOf, proposalOf, type Dossier} from "./dossier.js";
import {publicKeyOf, type Signed} from "./signature.js";

/** How far the review of a proposal is. Verdicts are in it only once all reviewers have sealed theirs. */
export interface Review {
  proposal: Signed<Proposal>;
  /** Members who have sealed a vote, in the order of the board. */
  reviewers: BoardMember[];
  /** All who have to seal have done so: votes may be opened. */
  sealed: boolean;
  /** Opened votes by round, only those that count. Empty until `sealed`. */
  rounds: Signed<Vote>[][];
  comments: Signed<Comment>[];
  stage:
    /** Votes are still to be sealed. */
    | "sealing"
    /** Every vote is sealed, and not every one is open. */
    | "opening"
    /** The reviewers disagreed in the last round: they talk, and vote again in the open. */
    | "conflict"
    | "approved"
    | "rejected";
  /** The round in which votes are awaited, or were last given. */
  round: number;
  /** Why documents do not count, one sentence each. Never tells a verdict. */
  void: string[];
}

/** Reads the state of a review off its documents; anything altered, ill-matched or signed by the wrong person counts for nothing. */
export function reviewOf(dossier: Dossier, view: BoardView): Review {
  const proposal = proposalOf(dossier);
  if (!proposal) throw new Error("this dossier is not about a proposal");
  const problems: string[] = [];
  const seals = eligible(documentsOf(dossier, "sealed-vote"), proposal, view, problems, "sealed two different votes");
  const reviewers = view.board.filter(({id}) => seals.has(id));
  const sealed = reviewers.length > 0 && reviewers.length >= view.limits.reviewers;
  const comments = documentsOf(dossier, "comment")
    .filter((comment) => typeof memberFor(comment, view) !== "string")
    .sort((a, b) => (a.statement.at < b.statement.at ? -1 : 1));
  const base = {proposal, reviewers, sealed, comments, void: problems};
  if (!sealed) return {...base, rounds: [], stage: "sealing", round: 1};

  const votes = documentsOf(dossier, "vote");
  const rounds: Signed<Vote>[][] = [];
  for (let round = 1; ; ++round) {
    const given = eligible(
      votes.filter(({statement}) => statement.round === round),
      proposal,
      view,
      problems,
      `gave two different votes in round ${round}`
    );
    const counted = reviewers.flatMap(({id, name}) => {
      const vote = given.get(id);
      if (!vote) return [];
      if (round === 1 && hashOf(vote.statement) !== seals.get(id)!.statement.seal) {
        problems.push(`the vote of ${name} does not match what ${name} sealed`);
        return [];
      }
      const wrong = signOffProblem(vote, proposal.statement, view);
      if (wrong) problems.push(`the vote of ${name} ${wrong}`);
      return wrong ? [] : [vote];
    });
    rounds.push(counted);
    if (counted.length < reviewers.length) return {...base, rounds, stage: round === 1 ? "opening" : "conflict", round};
    const said = new Set(counted.map(({statement}) => statement.verdict));
    if (said.size === 1) return {...base, rounds, stage: said.has("approve") ? "approved" : "rejected", round};
  }
}

/** Why a member cannot review this proposal now, or null. */
export function cannotReview(dossier: Dossier, member: BoardMember, view: BoardView): string | null {
  const review = reviewOf(dossier, view);
  if (isAuthor(member, review.proposal)) return "Nobody judges what they have written themselves.";
  if (!sittingMembers(view).includes(member)) return `The signature of ${member.name} does not count here.`;
  if (review.sealed && !review.reviewers.includes(member)) return "The reviewers of this proposal have voted already.";
  return null;
}

/** What a reviewer wants to say. */
export interface Ballot {
  verdict: Vote["verdict"];
  reasons: string;
  interests: string;
}

/**
 * Seals a first vote. The dossier gets only the seal; the vote itself stays with the reviewer until all have sealed.
 * `salt` is 32 random bytes as hexadecimal digits. Throws an Error where the reviewer may not vote.
 */
export function sealVote(
  dossier: Dossier,
  ballot: Ballot,
  {secret, view, salt}: {secret: string; view: BoardView; salt: string}
): {dossier: Dossier; vote: Vote} {
  const member = reviewerWith(dossier, secret, view);
  if (reviewOf(dossier, view).reviewers.includes(member)) throw new Error("you have sealed your vote already");
  const vote = voteOf(dossier, ballot, member, {round: 1, view, salt});
  const {about: proposal} = dossier;
  const sealed: SealedVote = {kind: "sealed-vote", proposal, member: member.id, seal: hashOf(vote), at: view.now};
  return {dossier: addDocument(dossier, sealed, secret), vote};
}

/** Puts a sealed vote on the table. Throws an Error before all have sealed, and for a vote that is not the one sealed. */
export function openVote(dossier: Dossier, vote: Vote, {secret, view}: {secret: string; view: BoardView}): Dossier {
  const member = reviewerWith(dossier, secret, view);
  const {sealed} = reviewOf(dossier, view);
  if (!sealed) throw new Error(`a vote can be opened once ${view.limits.reviewers} are sealed`);
  const own = documentsOf(dossier, "sealed-vote").find(({key, statement}) => key === member.key && !!statement.seal);
  if (hashOf(vote) !== own?.statement.seal) throw new Error("this vote does not match the one that you sealed");
  return addDocument(dossier, vote, secret);
}

/** A vote in the open, after the reviewers disagreed. */
export function voteAgain(
  dossier: Dossier,
  ballot: Ballot,
  {secret, view, salt}: {secret: string; view: BoardView; salt: string}
): Dossier {
  const member = reviewerWith(dossier, secret, view);
  const {stage, round, rounds} = reviewOf(dossier, view);
  if (stage !== "conflict" || round < 2) throw new Error("there is no disagreement to vote on again");
  if (rounds.at(-1)!.some(({key}) => key === member.key)) throw new Error("you have voted in this round already");
  return addDocument(dossier, voteOf(dossier, ballot, member, {round, view, salt}), secret);
}

function voteOf(
  dossier: Dossier,
  {verdict, reasons, interests}: Ballot,
  {id, name}: BoardMember,
  {round, view, salt}: {round: number; view: BoardView; salt: string}
): Vote {
  const {set, in_force_until} = proposalOf(dossier)!.statement;
  const from = dayOf(view.now);
  return {
    kind: "vote",
    proposal: dossier.about,
    member: id,
    round,
    verdict,
    reasons: reasons.trim(),
    interests: interests.trim(),
    salt,
    at: view.now,
    sign_off: verdict === "approve" ? {set, name, from, until: in_force_until} : null
  };
}

/** The last day that a sign-off of today can have. */
export function latestEnd({now, limits}: BoardView): string {
  return addDays(dayOf(now), limits.signoffDays);
}

function reviewerWith(dossier: Dossier, secret: string, view: BoardView): BoardMember {
  const key = publicKeyOf(secret);
  const member = view.board.find((other) => other.key === key);
  if (!member) throw new Error("this key is nobody's on the board");
  const problem = cannotReview(dossier, member, view);
  if (problem) throw new Error(problem);
  return member;
}

function isAuthor(member: {id: string; key: string}, {key, statement}: Signed<Proposal>): boolean {
  return member.key === key || member.id === statement.author.id;
}

/** What each member gave, by member; who gave two that differ gave none. */
function eligible<T extends SealedVote | Vote>(
  documents: Signed<T>[],
  proposal: Signed<Proposal>,
  view: BoardView,
  problems: string[],
  twice: string
): Map<string, Signed<T>> {
  const given = new Map<string, Signed<T>>();
  const spoilt = new Set<string>();
  for (const document of documents) {
    const member = memberFor(document, view);
    if (typeof member === "string") problems.push(member);
    else if (isAuthor(member, proposal)) problems.push(`${member.name} wrote this proposal and cannot vote on it`);
    else if (given.has(member.id) && hashOf(given.get(member.id)!.statement) !== hashOf(document.statement)) {
      spoilt.add(member.id);
      problems.push(`${member.name} ${twice}, so neither counts`);
    } else given.set(member.id, document);
  }
  for (const id of spoilt) given.delete(id);
  return given;
}

/** An approval has to sign just this set, under the member's own name, and for no longer than the board allows. */
function signOffProblem({statement}: Signed<Vote>, proposal: Proposal, {limits}: BoardView): string | null {
  const {sign_off: terms, verdict, at} = statement;
  if ((verdict === "approve") !== (terms !== null)) return "does not say what it signs";
  if (!terms) return null;
  if (terms.set !== proposal.set) return "signs other rules than those proposed";
  if (terms.until !== proposal.in_force_until) return "signs for another time than was proposed";
  if (terms.from !== dayOf(at)) return "signs for another day than its own";
  const days = daysBetween(terms.from, terms.until);
  if (days < 0) return `signs until ${terms.until}, which was over when it was given`;
  if (!(days <= limits.signoffDays)) return `signs for ${days} days, and ${limits.signoffDays} is the most`;
  return null;
}
