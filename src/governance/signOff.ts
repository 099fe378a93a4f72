import type {BoardView, Proposal, SignOff} from "../model/governance.js";
import {dayOf} from "./board.js";
import {hashOf, proposalOf, type Dossier} from "./dossier.js";
import {reviewOf, type Review} from "./review.js";

/** The rules as they are: their hash, and their texts where it should be told which file differs. */
export interface PolicyOnDisk {
  sha256: string;
  files?: Readonly<Record<string, string>>;
}

/**
 * Whether enough members of the board signed just this policy set and their signatures still hold at `view.now`;
 * else why not, in one sentence.
 */
export function verifySignOff(dossiers: readonly Dossier[], set: PolicyOnDisk, view: BoardView): SignOff {
  const reviews = dossiers.filter((dossier) => proposalOf(dossier)).map((dossier) => reviewOf(dossier, view));
  const own = reviews.filter(({proposal}) => proposal.statement.set === set.sha256);
  const signed = own.flatMap((review) => (review.stage === "approved" ? signatures(review) : []));
  const inForce = signed.filter(({from, until}) => from <= dayOf(view.now) && dayOf(view.now) <= until);
  if (inForce.length > 0) return {signed: true, set: set.sha256, ...latest(inForce)};
  if (signed.length > 0) {
    const {until} = latest(signed);
    return refuse(set, "expired", `the board's signatures under these rules ended on ${until}`);
  }
  if (own.length > 0) return refuse(set, "unsigned", own.map((review) => openReason(review, view)).join("; "));
  const others = reviews.filter(({stage}) => stage === "approved");
  if (others.length === 0)
    return refuse(set, "unsigned", `the board has signed no rules; these have the hash ${set.sha256}`);
  const last = others.reduce((a, b) => (signatures(a)[0].from >= signatures(b)[0].from ? a : b));
  const files = set.files ? differing(last.proposal.statement, set.files) : [];
  const where = files.length > 0 ? `; different from what was signed: ${files.join(", ")}` : "";
  return refuse(
    set,
    "altered",
    `the rules have the hash ${set.sha256}, the board signed ${last.proposal.statement.set}${where}`,
    files
  );
}

type InForce = Omit<Extract<SignOff, {signed: true}>, "signed" | "set">;

/** In force from the last signature on, until the first ends. */
function signatures({rounds, proposal}: Review): InForce[] {
  const votes = rounds.at(-1) ?? [];
  const terms = votes.flatMap(({statement}) => statement.sign_off ?? []);
  if (terms.length === 0) return [];
  return [
    {
      proposal: hashOf(proposal),
      title: proposal.statement.title,
      signers: votes.map(({statement, key}) => ({
        id: statement.member,
        name: statement.sign_off!.name,
        key,
        at: dayOf(statement.at)
      })),
      from: terms.map(({from}) => from).reduce((a, b) => (a > b ? a : b)),
      until: terms.map(({until}) => until).reduce((a, b) => (a < b ? a : b))
    }
  ];
}

function latest(all: InForce[]): InForce {
  return all.reduce((a, b) => (a.until >= b.until ? a : b));
}

/** What is missing. Documents that do not count are told with the reason. */
function openReason({proposal, stage, reviewers, rounds, void: problems}: Review, {limits}: BoardView): string {
  const {title} = proposal.statement;
  const approving = (rounds.at(-1) ?? []).filter(({statement}) => statement.verdict === "approve");
  const what = {
    sealing: `${reviewers.length} of ${limits.reviewers} members voted on “${title}”`,
    opening: `the votes on “${title}” are not all open`,
    conflict: `the reviewers of “${title}” disagree, and have not voted alike yet`,
    rejected: `“${title}” was not approved`,
    approved: `“${title}” has ${approving.length} signatures`
  }[stage];
  return [what, ...new Set(problems)].join("; ");
}

function refuse(
  {sha256}: PolicyOnDisk,
  why: Extract<SignOff, {signed: false}>["why"],
  sentence: string,
  files: string[] = []
): SignOff {
  return {signed: false, set: sha256, why, sentence, files};
}

/** Of the files that the proposal changed, those that are now something else. Other files it does not know. */
function differing({changes}: Proposal, files: Readonly<Record<string, string>>): string[] {
  return changes.filter(({file, text}) => (files[file] ?? null) !== text).map(({file}) => file);
}
