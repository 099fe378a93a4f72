import {html} from "htl";
import {confirmDialog} from "../confirmDialog.js";
import {limitForm} from "../limitForm.js";
import {caseFile, caseTools} from "./caseTools.js";
import {policyDiff} from "./policyDiff.js";
import {policyEditor, type EditorProblem} from "./policyEditor.js";

type Files = Record<string, string>;
/** Changed files in full; null for one that was taken away. */
type Changes = Record<string, string | null>;
type LimitGroups = Parameters<typeof limitForm>[0]["groups"];

interface DeskOptions {
  /** The files in force. */
  inForce: Files;
  /** What this browser kept from an earlier visit. */
  kept: Changes;
  topics: Record<string, {title: string}>;
  limitsFile: string;
  limitGroups: (text: string) => LimitGroups;
  withLimit: (text: string, group: string, name: string, value: number) => string | null;
  /** What is wrong with the files; nothing when they can decide. */
  check: (files: Files) => Promise<readonly EditorProblem[]>;
  /** Decides under both versions and gives what to show. */
  compare: (
    files: Files,
    effects: {
      onProgress: (done: number, of: number) => void;
      isStopped: () => boolean;
      /** Moves a case into the folder of another outcome. */
      moveCase: (file: string, outcome: string) => void;
    }
  ) => Promise<HTMLElement>;
  /** Keeps the changed files; false where the browser keeps nothing. */
  keep: (changes: Changes) => boolean;
  /** Takes the changed files on to a proposal; left out where proposals cannot be made. */
  propose?: (changes: Changes) => void;
}

/** Milliseconds without typing after which the files are checked. */
const pause = 350;

/** Where a rule is changed and its effect is seen: limits as a form, every file as text, and then what flips. */
export function whatIfDesk(options: DeskOptions): HTMLElement {
  const {inForce, topics, limitsFile, limitGroups, withLimit, check, compare, keep, propose} = options;
  let files: Files = withChanges(inForce, options.kept);
  let problems: readonly EditorProblem[] = [];
  let asked = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;

  const form = limitForm({
    groups: limitGroups(inForce[limitsFile]),
    inForce: limitGroups(inForce[limitsFile]),
    onChange(group, name, value) {
      const next = withLimit(files[limitsFile], group, name, value);
      if (next !== null) editor.setText(limitsFile, next);
    }
  });
  const editor = policyEditor({
    files,
    inForce,
    topics,
    open: limitsFile,
    onChange: follow,
    onOpen: (file) => tools.show(file)
  });
  const tools = caseTools({
    has: (file) => Object.hasOwn(files, file),
    copy(from, to) {
      editor.setText(to, files[from]);
      editor.open(to);
    },
    takeAway: (file) => editor.setText(file, null)
  });
  const state = html`<p class="what-if-state" role="status"></p>` as HTMLElement;
  const see = button("See what flips", run, "primary");
  const stop = button("Stop", () => (stopped = true));
  const back = button("Back to what is in force", discard);
  const forward = button("Propose this change", () => propose?.(changes()));
  const progress = html`<progress max="1" value="0" aria-label="Requests decided"></progress>` as HTMLProgressElement;
  const progressWords = html`<span class="quiet"></span>` as HTMLElement;
  const busy = html`<p class="what-if-busy" hidden>${progress} ${progressWords} ${stop}</p>` as HTMLElement;
  const changed = html`<div></div>` as HTMLElement;
  const changedPlace = html`<details class="what-if-changed" hidden>
    <summary>What was changed</summary>
    ${changed}
  </details>` as HTMLDetailsElement;
  changedPlace.ontoggle = drawChanges;
  const result = html`<div class="what-if-result"></div>` as HTMLElement;
  const element = html`<div class="what-if">
    <h2>The limits</h2>
    <p>
      Each number below stands in a rule. Change one and the text further down changes with it; nothing that you do here
      changes what is in force.
    </p>
    ${form.element}
    <h2>The rules as text</h2>
    <p>
      Every file that the board answers for, by topic. Rules are written in <a href="./glossary#polar">Polar</a>, the
      words for readers in <code>rules.yaml</code> beside them.
    </p>
    ${editor.element} ${tools.element}
    <h2>What flips</h2>
    <p>
      Named cases, an <a href="./glossary#enumerated-space">enumerated space</a> of requests and the past requests of
      the log are decided twice: by the rules in force, and by yours.
    </p>
    ${state}
    <div class="controls">${see} ${propose ? forward : null} ${back}</div>
    ${busy} ${changedPlace} ${result}
  </div>` as HTMLElement;
  form.show(limitGroups(files[limitsFile]));
  showState("");
  void checkNow();
  return element;

  function follow(next: Files, file: string): void {
    files = next;
    if (file === limitsFile) form.show(limitGroups(files[limitsFile]));
    // No decision depends on a case.
    if (!caseFile.test(file)) {
      result.replaceChildren();
      stopped = true;
    }
    showState(keep(changes()) ? "" : " This browser keeps nothing: your change ends with this page.");
    drawChanges();
    clearTimeout(timer);
    timer = setTimeout(() => void checkNow(), pause);
  }

  function changes(): Changes {
    const all = [...new Set([...Object.keys(inForce), ...Object.keys(files)])];
    return Object.fromEntries(
      all.filter((file) => files[file] !== inForce[file]).map((file) => [file, files[file] ?? null])
    );
  }

  function moveCase(file: string, outcome: string): void {
    const text = files[file];
    editor.setText(file.replace(caseFile, `$1/${outcome}/$3.json`), text);
    editor.setText(file, null);
  }

  async function checkNow(): Promise<void> {
    const turn = ++asked;
    const found = await check(files);
    // A later change may have been checked sooner.
    if (turn !== asked) return;
    problems = found;
    editor.setProblems(problems);
    showState("");
  }

  function showState(note: string): void {
    const count = Object.keys(changes()).length;
    const fault = problems[0];
    state.textContent =
      (count === 0
        ? "Nothing is changed yet."
        : fault
          ? `These rules cannot decide: ${fault.file}${fault.line === null ? "" : `, line ${fault.line}`}: ${fault.what}`
          : `${count === 1 ? "One file is" : `${count} files are`} changed, and the rules can decide.`) + note;
    state.dataset.faulty = String(count > 0 && fault !== undefined);
    see.disabled = forward.disabled = count === 0 || fault !== undefined;
    back.disabled = count === 0;
    changedPlace.hidden = count === 0;
  }

  function drawChanges(): void {
    if (changedPlace.open) changed.replaceChildren(policyDiff({before: inForce, after: files, headingLevel: 3}));
  }

  async function run(): Promise<void> {
    // A press right after the last key comes before the check of what was typed.
    clearTimeout(timer);
    await checkNow();
    if (see.disabled) return;
    stopped = false;
    const compared = files;
    see.disabled = true;
    busy.hidden = false;
    result.replaceChildren();
    try {
      const shown = await compare(compared, {
        isStopped: () => stopped,
        moveCase,
        onProgress(done, of) {
          progress.value = done / of;
          progressWords.textContent = `${done} of ${of} requests decided under both versions`;
        }
      });
      if (compared === files) result.replaceChildren(shown);
    } finally {
      busy.hidden = true;
      showState("");
    }
  }

  async function discard(): Promise<void> {
    const sure = await confirmDialog(
      "Back to what is in force?",
      "Your changes are removed from this browser and cannot be brought back.",
      "Discard my changes"
    );
    if (!sure) return;
    for (const file of Object.keys(changes())) editor.setText(file, inForce[file] ?? null);
  }
}

function withChanges(inForce: Files, changes: Changes): Files {
  const all = {...inForce, ...changes};
  return Object.fromEntries(Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== null));
}

function button(label: string, onclick: () => void, kind = ""): HTMLButtonElement {
  return html`<button type="button" class=${kind} onclick=${onclick}>${label}</button>` as HTMLButtonElement;
}
