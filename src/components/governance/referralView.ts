import {html} from "htl";
import {dayOf} from "../../governance/board.js";
import {beginDossier, writeDossier, type Dossier} from "../../governance/dossier.js";
import {publicKeyOf} from "../../governance/signature.js";
import {answerReferral, answersTo, latestWaiverEnd, waiverFor, type Answered} from "../../governance/waiver.js";
import type {Waiver} from "../../model/governance.js";
import type {Request} from "../../model/request.js";
import {dayWords, sentence} from "../signOffStatus.js";
import {attempt, type BoardEffects} from "./boardEffects.js";
import {proseField} from "./proseField.js";

interface ReferralFormOptions {
  request: Request;
  reasons: {rule: string; sentence: string}[];
  policy: string;
  /** The request in words. */
  words: string;
  done(dossier: Dossier): void;
  cancel(): void;
}

/** A referred question as a form: its facts are filled in, the reader adds why it should be answered. */
export function referralForm(options: ReferralFormOptions, effects: BoardEffects): HTMLElement {
  const {request, reasons, policy, words, done, cancel} = options;
  const said = html`<p class="unlock-problem" role="alert"></p>` as HTMLElement;
  const form = html`<form class="board-panel" aria-labelledby="referral-form">
    <h2 id="referral-form">Ask the board</h2>
    ${factList(request, words)} ${reasonList(reasons)}
    <label class="field">Your name <input name="name" required maxlength="100" /></label>
    ${proseField("Why should the board permit this?", {
      name: "words",
      rows: 5,
      minlength: 10,
      hint: "Write nothing about a participant. The board reads this, and so may others."
    })}
    <div class="controls">
      <button type="submit" class="primary">Sign the referral</button>
      <button type="button" onclick=${cancel}>Not now</button>
    </div>
    ${said}
  </form>` as HTMLFormElement;
  form.onsubmit = (event) => {
    event.preventDefault();
    void attempt(said, async () => {
      const data = new FormData(form);
      const {now} = effects.view();
      const referral = {
        kind: "referral" as const,
        id: `referral-${dayOf(now)}-${effects.random().slice(0, 8)}`,
        reader: {id: request.actor.id, name: String(data.get("name") ?? "").trim()},
        request,
        reasons: reasons.map(({rule, sentence}) => ({rule, sentence})),
        policy,
        words: String(data.get("words") ?? "").trim(),
        at: now
      };
      done(await effects.keep(beginDossier(referral, await effects.readerKey())));
    })();
  };
  return form;
}

interface ReferralViewOptions {
  dossier: Dossier;
  words(request: Request): string;
  changed(dossier: Dossier): void;
}

const states: Record<Answered["state"], string> = {
  open: "Waiting for the board",
  refused: "Refused",
  waived: "Permitted as an exception",
  ended: "The exception has ended"
};

export function answeredWords(state: Answered["state"]): string {
  return states[state];
}

/** One referral: what was asked, why it was referred, what each member answered, and the form for a member's own answer. */
export function referralView({dossier, words, changed}: ReferralViewOptions, effects: BoardEffects): HTMLElement {
  const answered = answersTo(dossier, effects.view());
  const {statement} = answered.referral;
  return html`<article class="proposal" aria-labelledby="referral-name">
    <h2 id="referral-name" tabindex="-1">A question of ${statement.reader.name}</h2>
    <p class="proposal-stage" data-stage=${answered.state}>
      <strong>${states[answered.state]}.</strong> ${stateSentence(answered, effects)}
    </p>
    ${factList(statement.request, words(statement.request))} ${reasonList(statement.reasons)}
    <h3>The reader’s words</h3>
    <p>${statement.words}</p>
    <h3>The board’s answers</h3>
    ${
      answered.answers.length === 0
        ? html`<p class="quiet">Nobody has answered yet.</p>`
        : html`<ul class="votes">
            ${answered.answers.map(
              ({statement: {member, waiver, reasons, interests}}) =>
                html`<li>
                  <strong>${nameOf(member, effects)}</strong>
                  ${waiver ? `✓ Permits it until ${dayWords(waiver.until)}` : "✕ Refuses"}
                  <p>${reasons}</p>
                  <p class="quiet">
                    ${interests ? `Declares interests: ${interests}` : "Declares no interests of their own."}
                  </p>
                </li>`
            )}
          </ul>`
    }
    ${answerForm(dossier, answered, changed, effects)}
    <div class="controls">
      <button type="button" onclick=${() => effects.save(`${statement.id}.json`, writeDossier(dossier))}>
        Export this referral
      </button>
    </div>
  </article>` as HTMLElement;
}

function stateSentence({state, waiver, signers, answers, void: problems}: Answered, effects: BoardEffects): string {
  const needed = effects.view().limits.waiverSignatures;
  const by = signers.map(({name}) => name).join(" and ");
  const words = {
    open: `An exception needs ${needed} members who sign the same terms; ${answers.length === 1 ? "one has" : `${answers.length} have`} answered.`,
    refused: "The rules stand: the question stays referred.",
    waived: waiver
      ? `${by} permit it until ${dayWords(waiver.until)}. It counts in this browser from the next question on.`
      : "",
    ended: waiver ? `It ended on ${dayWords(waiver.until)}.` : ""
  }[state];
  return [words, ...[...new Set(problems)].map(sentence)].join(" ");
}

function factList(request: Request, words: string): Node {
  const {actor, purpose, dataset, action, trait, query} = request;
  const facts: [string, string][] = [
    ["Who", `${actor.id} (${actor.role.replace("_", " ")})`],
    ["Purpose", `${purpose.code}: ${purpose.statement}`],
    ["Dataset", dataset.id],
    ["Action", action],
    ["Trait", trait?.label ?? trait?.id ?? "none"],
    ["Table", query?.table ?? "none"]
  ];
  return html.fragment`<p>${words}</p>
    <dl class="facts">
      ${facts.map(
        ([name, value]) =>
          html.fragment`<dt>${name}</dt>
            <dd>${value}</dd>`
      )}
    </dl>` as Node;
}

function reasonList(reasons: {rule: string; sentence: string}[]): Node {
  return html.fragment`<h3>Why it was referred</h3>
    <ul>
      ${reasons.map(({rule, sentence}) => html`<li>${sentence} <code class="rule-id">${rule}</code></li>`)}
    </ul>` as Node;
}

/** A second member signs the terms of the first, since only the same terms add up. */
function answerForm(
  dossier: Dossier,
  answered: Answered,
  changed: (dossier: Dossier) => void,
  effects: BoardEffects
): Node {
  const nothing = html.fragment`` as Node;
  const secret = effects.key();
  if (!secret || answered.state === "waived" || answered.state === "refused") return nothing;
  const view = effects.view();
  const key = publicKeyOf(secret);
  const member = view.board.find((other) => other.key === key);
  if (!member || answered.answers.some((answer) => answer.key === key)) return nothing;
  if (answered.referral.key === key)
    return html`<p class="empty">Nobody answers what they have asked themselves.</p>` as Node;
  const first = answered.answers.find(({statement}) => statement.waiver)?.statement.waiver ?? null;
  const latest = latestWaiverEnd(view);
  const said = html`<p class="unlock-problem" role="alert"></p>` as HTMLElement;
  const form = html`<form class="board-panel" aria-label="Your answer">
    <fieldset>
      <legend>Your answer</legend>
      <label class="choice"
        ><input type="radio" name="answer" value="permit" required /><span
          >${first ? `I permit it under the same terms, until ${dayWords(first.until)}` : "I permit it, until the day below"}</span
        ></label
      >
      <label class="choice"><input type="radio" name="answer" value="refuse" required /><span>I refuse</span></label>
    </fieldset>
    ${
      first
        ? null
        : html`<label class="field"
            >Last day of the exception
            <input name="until" type="date" min=${dayOf(view.now)} max=${latest} value=${latest}
          /></label>`
    }
    ${proseField("Your reasons", {name: "reasons", rows: 3})}
    ${proseField("Interests of your own in this matter", {name: "interests", rows: 2, required: false})}
    <button type="submit" class="primary">Sign my answer</button>
    ${said}
  </form>` as HTMLFormElement;
  form.onsubmit = (event) => {
    event.preventDefault();
    void attempt(said, async () => {
      const data = new FormData(form);
      const field = (name: string): string => String(data.get(name) ?? "").trim();
      const terms = (): Waiver => first ?? waiverFor(answered.referral, field("until"), effects.view());
      const waiver = field("answer") === "permit" ? terms() : null;
      const own = {waiver, reasons: field("reasons"), interests: field("interests")};
      changed(await effects.keep(answerReferral(dossier, own, {secret, view: effects.view()})));
    })();
  };
  return form;
}

function nameOf(id: string, effects: BoardEffects): string {
  return effects.view().board.find((member) => member.id === id)?.name ?? id;
}
