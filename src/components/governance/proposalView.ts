import {html} from "htl";
import {addDocument, writeDossier, type Dossier} from "../../governance/dossier.js";
import {
  cannotReview,
  openVote,
  reviewOf,
  sealVote,
  voteAgain,
  type Ballot,
  type Review
} from "../../governance/review.js";
import {publicKeyOf} from "../../governance/signature.js";
import {verdicts, type BoardMember, type FileChange, type Vote} from "../../model/governance.js";
import {shortHash} from "../formatNumber.js";
import {dayWords, sentence} from "../signOffStatus.js";
import {attempt, type BoardEffects} from "./boardEffects.js";
import {proseField} from "./proseField.js";

interface ProposalViewOptions {
  dossier: Dossier;
  /** The rules that the site shows, for the texts before the change. */
  inForce: {sha256: string; files: Readonly<Record<string, string>>};
  /** What changed, file by file; drawn by the page, which alone loads an editor. */
  diff: (files: {before: Record<string, string>; after: Record<string, string>; headingLevel: 4}) => Node;
  /** What the change would do to decisions, drawn by whoever can compute it. */
  summary?: (changes: readonly FileChange[]) => Node;
  /** Shows another state of the same proposal. */
  changed(dossier: Dossier): void;
}

const verdictWords = {approve: "✓ Approves", reject: "✕ Rejects", abstain: "– Abstains"} as const;
const verdictChoices = {approve: "I approve and sign", reject: "I reject", abstain: "I abstain"} as const;

const stages: Record<Review["stage"], string> = {
  sealing: "Waiting for sealed votes",
  opening: "All votes are sealed and can be opened",
  conflict: "The reviewers disagree",
  approved: "Approved and signed",
  rejected: "Not approved"
};

export function stageWords(stage: Review["stage"]): string {
  return stages[stage];
}

/** One proposal: what it changes and why, who has voted (never what, before all have), and what the reader can do. */
export function proposalView(options: ProposalViewOptions, effects: BoardEffects): HTMLElement {
  const {dossier, inForce, changed} = options;
  const review = reviewOf(dossier, effects.view());
  const {statement} = review.proposal;
  const place = html`<div aria-live="polite"></div>` as HTMLElement;
  void actions(dossier, review, changed, effects).then((node) => place.replaceChildren(node));
  return html`<article class="proposal" aria-labelledby="proposal-name">
    <h2 id="proposal-name" tabindex="-1">${statement.title}</h2>
    <p class="proposal-stage" data-stage=${review.stage}>
      <strong>${stages[review.stage]}.</strong> ${stageSentence(review, effects)}
    </p>
    <dl class="facts">
      <dt>Proposed by</dt>
      <dd>${statement.author.name}, ${dayWords(statement.at)}</dd>
      <dt>In force until</dt>
      <dd>${dayWords(statement.in_force_until)}</dd>
      <dt>Rules</dt>
      <dd>
        <code title=${statement.base}>${shortHash(statement.base)}</code> →
        <code title=${statement.set}>${shortHash(statement.set)}</code>
      </dd>
    </dl>
    <h3>Reasons</h3>
    ${statement.rationale.split(/\n{2,}/).map((part) => html`<p>${part}</p>`)}
    ${changesSection(options, statement.base)}
    <h3>Votes</h3>
    ${voteList(review, effects.view().limits.reviewers)} ${commentList(review, effects)} ${place}
    <div class="controls">
      <button type="button" onclick=${() => effects.save(`${statement.id}.json`, writeDossier(dossier))}>
        ${review.stage === "approved" ? "Download the signed result" : "Export this proposal"}
      </button>
    </div>
    ${
      review.stage === "approved" && statement.set !== inForce.sha256
        ? html`<p>
            To put it into force, whoever runs the site saves the file and calls
            <code>npm run adopt -- ${statement.id}.json</code>. Every signature is checked again there.
          </p>`
        : null
    }
  </article>` as HTMLElement;
}

function stageSentence({stage, reviewers, round, void: problems}: Review, effects: BoardEffects): string {
  const {limits} = effects.view();
  const words = {
    sealing: `${reviewers.length} of ${limits.reviewers} reviewers have sealed a vote. Nobody can read a vote before all are sealed.`,
    opening: "Each reviewer now opens the vote in the browser in which it was sealed.",
    conflict: `They talk openly and vote again: round ${round}. Everybody sees these votes.`,
    approved: "Every reviewer approved in the last round.",
    rejected: "No reviewer approved in the last round."
  }[stage];
  return [words, ...[...new Set(problems)].map(sentence)].join(" ");
}

function changesSection({dossier, inForce, diff, summary}: ProposalViewOptions, base: string): Node {
  const {changes} = reviewChanges(dossier);
  if (changes.length === 0)
    return html.fragment`<h3>What changes</h3>
      <p>Nothing. The board is asked to sign the rules as they are.</p>` as Node;
  const pick = (text: (file: string) => string | null | undefined): Record<string, string> =>
    Object.fromEntries(changes.flatMap(({file}) => (text(file) == null ? [] : [[file, text(file)!]])));
  const before = pick((file) => inForce.files[file]);
  const after = pick((file) => changes.find((change) => change.file === file)?.text);
  return html.fragment`<h3>What changes</h3>
    ${base === inForce.sha256 ? null : html`<p class="empty">This proposal starts from other rules than those in force, so the difference below is to the rules in force.</p>`}
    ${summary && base === inForce.sha256 ? summary(changes) : null} ${diff({before, after, headingLevel: 4})}` as Node;
}

function reviewChanges(dossier: Dossier): {changes: FileChange[]} {
  const found = dossier.documents.find(({statement}) => statement.kind === "proposal");
  return found?.statement.kind === "proposal" ? found.statement : {changes: []};
}

function voteList({reviewers, sealed, rounds}: Review, needed: number): Node {
  if (!sealed)
    return html`<ul class="votes">
      ${reviewers.map(({name}) => html`<li><strong>${name}</strong> has sealed a vote</li>`)}
      ${Array.from({length: Math.max(0, needed - reviewers.length)}, () => html`<li class="quiet">One more reviewer has to vote</li>`)}
    </ul>` as Node;
  return html.fragment`${rounds.map(
    (votes, i) =>
      html.fragment`${rounds.length > 1 ? html`<h4>${i === 0 ? "Sealed votes" : `Round ${i + 1}, in the open`}</h4>` : null}
        <ul class="votes">
          ${reviewers.map((reviewer) => voteLine(reviewer, votes.find(({key}) => key === reviewer.key)?.statement, i === 0))}
        </ul>`
  )}` as Node;
}

function voteLine({name}: BoardMember, vote: Vote | undefined, wasSealed: boolean): Node {
  if (!vote)
    return html`<li>
      <strong>${name}</strong> ${wasSealed ? "has sealed a vote, and not opened it yet" : "has not voted yet"}
    </li>` as Node;
  return html`<li>
    <strong>${name}</strong> <span class="vote" data-verdict=${vote.verdict}>${verdictWords[vote.verdict]}</span>
    ${vote.reasons ? html`<p>${vote.reasons}</p>` : null}
    <p class="quiet">
      ${vote.interests ? `Declares interests: ${vote.interests}` : "Declares no interests of their own."}
    </p>
  </li>` as Node;
}

function commentList({comments}: Review, effects: BoardEffects): Node {
  if (comments.length === 0) return html.fragment`` as Node;
  return html.fragment`<h3>Said in the open</h3>
    <ul class="votes">
      ${comments.map(
        ({statement}) =>
          html`<li>
            <strong>${nameOf(statement.member, effects)}</strong>, ${dayWords(statement.at)}
            <p>${statement.text}</p>
          </li>`
      )}
    </ul>` as Node;
}

function nameOf(id: string, effects: BoardEffects): string {
  return effects.view().board.find((member) => member.id === id)?.name ?? id;
}

async function actions(
  dossier: Dossier,
  review: Review,
  changed: (dossier: Dossier) => void,
  effects: BoardEffects
): Promise<Node> {
  const secret = effects.key();
  const nothing = html.fragment`` as Node;
  if (review.stage === "approved" || review.stage === "rejected") return nothing;
  if (!secret) return html`<p class="quiet">To vote, say above who you are.</p>` as Node;
  const key = publicKeyOf(secret);
  const view = effects.view();
  const member = view.board.find((other) => other.key === key);
  if (!member) return nothing;
  const refused = cannotReview(dossier, member, view);
  if (refused) return html`<p class="empty">${refused}</p>` as Node;
  const said = html`<p class="unlock-problem" role="alert"></p>` as HTMLElement;
  const keep = async (next: Dossier): Promise<void> => changed(await effects.keep(next));
  const hasSealed = review.reviewers.includes(member);
  if (review.stage === "sealing")
    return hasSealed
      ? (html`<p>
          Your vote is sealed. Export the proposal and send it on; your vote itself stays in this browser.
        </p>` as Node)
      : ballotForm("Seal my vote", said, async (ballot) => {
          const sealed = sealVote(dossier, ballot, {secret, view: effects.view(), salt: effects.random()});
          await effects.keepVote(sealed.vote);
          await keep(sealed.dossier);
        });
  if (review.stage === "opening") {
    if (review.rounds[0].some((vote) => vote.key === key))
      return html`<p>Your vote is open. The others have yet to open theirs.</p>` as Node;
    const vote = await effects.findVote(dossier.about, member.id);
    if (!vote)
      return html`<p class="empty">
        Your sealed vote is not in this browser. Open it in the browser in which you voted.
      </p>` as Node;
    return html`<div class="controls">
        <button
          type="button"
          class="primary"
          onclick=${attempt(said, () => keep(openVote(dossier, vote, {secret, view: effects.view()})))}
        >
          Open my vote
        </button>
      </div>
      ${said}` as Node;
  }
  const hasVoted = review.rounds.at(-1)!.some((vote) => vote.key === key);
  return html.fragment`${commentForm(said, (text) =>
    keep(
      addDocument(
        dossier,
        {kind: "comment", proposal: dossier.about, member: member.id, text, at: effects.view().now},
        secret
      )
    )
  )}
  ${
    hasVoted
      ? html`<p>You have voted in round ${review.round}. The others have yet to vote.</p>`
      : ballotForm(`Vote in round ${review.round}`, said, (ballot) =>
          keep(voteAgain(dossier, ballot, {secret, view: effects.view(), salt: effects.random()}))
        )
  }` as Node;
}

function ballotForm(action: string, said: HTMLElement, vote: (ballot: Ballot) => Promise<void>): HTMLElement {
  const form = html`<form class="board-panel" aria-label=${action}>
    <fieldset>
      <legend>Your vote</legend>
      ${verdicts.map(
        (verdict) =>
          html`<label class="choice"
            ><input type="radio" name="verdict" value=${verdict} required /><span
              >${verdictChoices[verdict]}</span
            ></label
          >`
      )}
    </fieldset>
    ${proseField("Your reasons", {name: "reasons", rows: 3})}
    ${proseField("Interests of your own in this matter", {
      name: "interests",
      rows: 2,
      required: false,
      hint: "Leave it empty if you have none. It is shown with your vote."
    })}
    <button type="submit" class="primary">${action}</button>
    ${said}
  </form>` as HTMLFormElement;
  form.onsubmit = (event) => {
    event.preventDefault();
    const data = new FormData(form);
    const field = (name: string): string => String(data.get(name) ?? "");
    void attempt(said, () =>
      vote({verdict: field("verdict") as Ballot["verdict"], reasons: field("reasons"), interests: field("interests")})
    )();
  };
  return form;
}

function commentForm(said: HTMLElement, comment: (text: string) => Promise<void>): HTMLElement {
  const form = html`<form class="board-panel" aria-label="Comment">
    ${proseField("Say something in the open", {name: "text", rows: 2})}
    <button type="submit">Add the comment</button>
  </form>` as HTMLFormElement;
  form.onsubmit = (event) => {
    event.preventDefault();
    void attempt(said, () => comment(String(new FormData(form).get("text") ?? "")))();
  };
  return form;
}
