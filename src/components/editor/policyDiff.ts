import {MergeView, unifiedMergeView} from "@codemirror/merge";
import {EditorState, type Extension} from "@codemirror/state";
import {EditorView, lineNumbers} from "@codemirror/view";
import {html} from "htl";
import {changedLines, type ChangedLine} from "./changedLines.js";
import {editorLook} from "./editorLook.js";

type Files = Record<string, string>;

interface DiffOptions {
  /** Texts by path; a file that is missing on one side was added or removed. Equal files are not shown. */
  before: Files;
  after: Files;
  /** Level of the heading of each file. Default 3. */
  headingLevel?: 3 | 4;
}

/** What changed between two sets of files, file by file: in one column or side by side, and as a plain list of lines. */
export function policyDiff({before, after, headingLevel = 3}: DiffOptions): HTMLElement {
  const files = [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((file) => before[file] !== after[file])
    .sort();
  if (files.length === 0) return html`<p class="empty">No file was changed.</p>` as HTMLElement;
  const sections = files.map((file) => fileDiff(file, before[file], after[file], headingLevel));
  const beside = html`<input type="checkbox" />` as HTMLInputElement;
  beside.onchange = () => sections.forEach(({draw}) => draw(beside.checked));
  return html`<div class="policy-diff">
    <label class="choice policy-diff-choice">${beside}<span>Before and after side by side</span></label>
    ${sections.map(({element}) => element)}
  </div>` as HTMLElement;
}

function fileDiff(
  file: string,
  before: string | undefined,
  after: string | undefined,
  level: 3 | 4
): {element: HTMLElement; draw: (sideBySide: boolean) => void} {
  const lines = changedLines(before ?? "", after ?? "");
  const count = (sign: ChangedLine["sign"]): number => lines.filter((line) => line.sign === sign).length;
  const place = html`<div class="policy-diff-text"></div>` as HTMLElement;
  const heading = document.createElement(`h${level}`);
  heading.textContent = file;
  let drawn: {destroy(): void; dom: HTMLElement} | null = null;
  const draw = (sideBySide: boolean): void => {
    drawn?.destroy();
    drawn = (sideBySide ? sideBySideView : unifiedView)(file, before ?? "", after ?? "");
    place.replaceChildren(drawn.dom);
  };
  draw(false);
  const state = before === undefined ? "New file. " : after === undefined ? "File removed. " : "";
  const element = html`<section>
    ${heading}
    <p class="quiet">${state}${inLines(count("+"), "put in")}, ${inLines(count("−"), "taken out")}</p>
    ${place}
    <details>
      <summary>Changed lines as a list</summary>
      ${lineTable(file, lines)}
    </details>
  </section>` as HTMLElement;
  return {element, draw};
}

function inLines(count: number, what: string): string {
  return `${count} ${count === 1 ? "line" : "lines"} ${what}`;
}

function lineTable(file: string, lines: readonly ChangedLine[]): Node {
  return html`<div class="table-scroll" tabindex="0" role="region" aria-label=${`Changed lines of ${file}`}>
    <table class="data policy-diff-lines">
      <thead>
        <tr>
          <th scope="col">Change</th>
          <th scope="col">Line</th>
          <th scope="col">Text</th>
        </tr>
      </thead>
      <tbody>
        ${lines.map(
          ({sign, line, text}) =>
            html`<tr>
              <td>${sign} ${sign === "+" ? "put in" : "taken out"}</td>
              <td data-numeric="true">${line}</td>
              <td><code>${text}</code></td>
            </tr>`
        )}
      </tbody>
    </table>
  </div>` as Node;
}

const unchanged = {margin: 3, minSize: 4};

function unifiedView(file: string, before: string, after: string): EditorView {
  return new EditorView({
    doc: after,
    extensions: [
      ...readOnlyLook(file, `${file}, with its changes`),
      unifiedMergeView({original: before, mergeControls: false, collapseUnchanged: unchanged})
    ]
  });
}

function sideBySideView(file: string, before: string, after: string): MergeView {
  return new MergeView({
    a: {doc: before, extensions: readOnlyLook(file, `${file} before`)},
    b: {doc: after, extensions: readOnlyLook(file, `${file} after`)},
    collapseUnchanged: unchanged
  });
}

function readOnlyLook(file: string, label: string): Extension[] {
  return [
    lineNumbers(),
    EditorState.readOnly.of(true),
    EditorView.contentAttributes.of({"aria-label": label, "aria-readonly": "true", tabindex: "0"}),
    editorLook(file)
  ];
}
