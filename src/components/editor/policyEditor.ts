import {defaultKeymap, history, historyKeymap} from "@codemirror/commands";
import {bracketMatching} from "@codemirror/language";
import {lintGutter, lintKeymap, setDiagnostics, type Diagnostic} from "@codemirror/lint";
import {EditorState} from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers
} from "@codemirror/view";
import {html} from "htl";
import {editorLook} from "./editorLook.js";
import {fileList} from "./fileList.js";

type Files = Record<string, string>;

/** As a `PolicyError` says it. */
export interface EditorProblem {
  file: string;
  /** 1-based; null where a line has no meaning. */
  line: number | null;
  what: string;
}

interface EditorOptions {
  /** Texts by path, e.g. `policies/thresholds.yaml`. */
  files: Files;
  /** What is in force, to mark the files that differ from it; by default `files`. */
  inForce?: Files;
  /** Titles of topics, which are folders below `policies/`. */
  topics?: Record<string, {title: string}>;
  /** The file that is open at first; by default the first. */
  open?: string;
  readOnly?: boolean;
  problems?: readonly EditorProblem[];
  /** All files after each change of a text, by hand or by `setText`. */
  onChange?: (files: Files, file: string) => void;
  /** Another file was opened. */
  onOpen?: (file: string) => void;
}

export interface PolicyEditor {
  element: HTMLElement;
  setProblems(problems: readonly EditorProblem[]): void;
  /** Replaces the text of a file, as one step that can be undone; adds a file that is new, and takes one away for null. */
  setText(file: string, text: string | null): void;
  /** Opens a file, and sets the cursor at a line (from 1) where one is given. */
  open(file: string, line?: number): void;
  destroy(): void;
}

/** The texts of a policy set to read and to change: a file at a time, each with a history of its own. */
export function policyEditor(options: EditorOptions): PolicyEditor {
  const {inForce = options.files, topics = {}, readOnly = false, onChange, onOpen} = options;
  let files = {...options.files};
  let problems = options.problems ?? [];
  let current = options.open ?? Object.keys(files)[0];
  const states = new Map<string, EditorState>();
  const list = fileList({files: Object.keys(files), topics, open: (file) => open(file)});
  const title = html`<h3 class="policy-editor-title"></h3>` as HTMLElement;
  const place = html`<div class="policy-editor-text"></div>` as HTMLElement;
  const faults = html`<div class="policy-problems" role="status"></div>` as HTMLElement;
  const view = new EditorView({state: stateOf(current), parent: place, dispatchTransactions: follow});
  const element = html`<div class="policy-editor">
    ${list.element}
    <div class="policy-editor-main">
      ${title} ${place}
      <p class="quiet">
        ${
          readOnly
            ? "This text cannot be changed here."
            : "Ctrl Z undoes (⌘ Z on a Mac). Tab leaves the text; it does not indent. F8 goes to the next problem."
        }
      </p>
      ${faults}
    </div>
  </div>` as HTMLElement;
  showState();
  setProblems(problems);
  return {element, setProblems, setText, open, destroy: () => view.destroy()};

  function follow(transactions: readonly Parameters<EditorView["update"]>[0][number][]): void {
    view.update(transactions);
    if (transactions.some(({docChanged}) => docChanged)) changed(current, view.state);
  }

  function changed(file: string, state: EditorState): void {
    files = {...files, [file]: state.doc.toString()};
    showState();
    onChange?.(files, file);
  }

  function open(file: string, line?: number): void {
    if (file !== current) {
      states.set(current, view.state);
      current = file;
      view.setState(stateOf(file));
      showDiagnostics();
      showState();
      onOpen?.(file);
    }
    if (line === undefined) return;
    const {from} = view.state.doc.line(Math.max(1, Math.min(line, view.state.doc.lines)));
    view.dispatch({selection: {anchor: from}, effects: EditorView.scrollIntoView(from, {y: "center"})});
    view.focus();
  }

  function setText(file: string, text: string | null): void {
    if (text === null) return takeAway(file);
    if (!Object.hasOwn(files, file)) {
      files = sorted({...files, [file]: text});
      list.show(Object.keys(files));
      showState();
      return onChange?.(files, file);
    }
    const state = file === current ? view.state : stateOf(file);
    const change = changeTo(state.doc.toString(), text);
    if (!change) return;
    if (file === current) return view.dispatch({changes: change});
    states.set(file, state.update({changes: change}).state);
    changed(file, states.get(file)!);
  }

  function takeAway(file: string): void {
    if (!Object.hasOwn(files, file)) return;
    if (file === current) open(Object.keys(files).find((other) => other !== file)!);
    states.delete(file);
    const {[file]: _, ...rest} = files;
    files = rest;
    list.show(Object.keys(files));
    showState();
    onChange?.(files, file);
  }

  function setProblems(next: readonly EditorProblem[]): void {
    problems = next;
    showDiagnostics();
    showState();
    faults.replaceChildren(...(problems.length === 0 ? [] : [problemList(problems, (p) => open(p.file, p.line ?? 1))]));
  }

  function showDiagnostics(): void {
    const {doc} = view.state;
    const diagnostics = problems
      .filter(({file, line}) => file === current && line !== null)
      .map(({line, what}): Diagnostic => {
        const {from, to} = doc.line(Math.max(1, Math.min(line!, doc.lines)));
        return {from, to, severity: "error", message: what};
      });
    view.dispatch(setDiagnostics(view.state, diagnostics));
  }

  function showState(): void {
    title.textContent = current;
    const changedFiles = Object.keys(files).filter((file) => files[file] !== inForce[file]);
    list.mark({open: current, changed: new Set(changedFiles), faulty: new Set(problems.map(({file}) => file))});
  }

  function stateOf(file: string): EditorState {
    const known = states.get(file);
    if (known) return known;
    return EditorState.create({
      doc: files[file],
      extensions: [
        lineNumbers(),
        lintGutter(),
        history(),
        drawSelection(),
        bracketMatching(),
        highlightActiveLine(),
        highlightActiveLineGutter(),
        // Without a binding for Tab, so that it leads on to the next control.
        keymap.of([...defaultKeymap, ...historyKeymap, ...lintKeymap]),
        EditorView.contentAttributes.of({"aria-label": `Text of ${file}`, tabindex: "0"}),
        EditorState.readOnly.of(readOnly),
        editorLook(file)
      ]
    });
  }
}

function sorted(files: Files): Files {
  return Object.fromEntries(Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The problems in words below the text, for who does not see the marks beside it. */
function problemList(problems: readonly EditorProblem[], open: (problem: EditorProblem) => void): HTMLElement {
  return html`<ul aria-label="Problems">
    ${problems.map(
      (problem) =>
        html`<li>
          <button type="button" class="link" onclick=${() => open(problem)}>
            ${problem.file}${problem.line === null ? "" : `, line ${problem.line}`}</button
          >: ${problem.what}
        </li>`
    )}
  </ul>` as HTMLElement;
}

/** The smallest single replacement that turns one text into another, so that the cursor stays; null for equal texts. */
function changeTo(before: string, after: string): {from: number; to: number; insert: string} | null {
  if (before === after) return null;
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < shorter - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  return {from: head, to: before.length - tail, insert: after.slice(head, after.length - tail)};
}
