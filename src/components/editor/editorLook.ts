import {yaml} from "@codemirror/lang-yaml";
import {HighlightStyle, syntaxHighlighting} from "@codemirror/language";
import type {Extension} from "@codemirror/state";
import {EditorView} from "@codemirror/view";
import {tags} from "@lezer/highlight";
import {polarLanguage} from "./polarLanguage.js";

/** Colours are the site's own variables, so that both themes hold without a second style. */
const colours = HighlightStyle.define([
  {tag: tags.comment, color: "var(--syntax-comment)", fontStyle: "italic"},
  {tag: [tags.string, tags.special(tags.string)], color: "var(--syntax-string)"},
  {tag: [tags.keyword, tags.operatorKeyword], color: "var(--syntax-keyword)"},
  {tag: tags.heading, color: "var(--syntax-keyword)", fontWeight: "700"},
  {tag: [tags.number, tags.bool, tags.atom], color: "var(--syntax-constant)"},
  {tag: [tags.propertyName, tags.definition(tags.propertyName)], color: "var(--accent)"}
]);

const surface = EditorView.theme({
  "&": {backgroundColor: "var(--surface)", color: "var(--text)", fontSize: "0.86rem"},
  "&.cm-focused": {outline: "2px solid var(--accent)", outlineOffset: "1px"},
  ".cm-scroller": {fontFamily: "var(--monospace)", lineHeight: "1.55"},
  ".cm-content": {caretColor: "var(--text)", padding: "0.5rem 0"},
  ".cm-cursor, .cm-dropCursor": {borderLeftColor: "var(--text)"},
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground, .cm-content ::selection":
    {backgroundColor: "var(--accent-soft)"},
  ".cm-activeLine, .cm-activeLineGutter": {backgroundColor: "color-mix(in srgb, var(--sunken) 60%, transparent)"},
  ".cm-gutters": {backgroundColor: "var(--sunken)", borderRight: "1px solid var(--line)", color: "var(--quiet)"},
  ".cm-tooltip": {
    backgroundColor: "var(--surface)",
    border: "1px solid var(--line-strong)",
    color: "var(--text)",
    maxWidth: "min(32rem, 80vw)"
  },
  ".cm-diagnostic-error": {borderLeftColor: "var(--forbid)"},
  ".cm-lintRange-error": {
    backgroundImage: "none",
    textDecoration: "underline wavy var(--forbid)",
    textUnderlineOffset: "0.2em"
  },
  // The sign of the site in place of a picture of CodeMirror's own.
  ".cm-lint-marker-error": {content: "normal", height: "auto", textAlign: "center", width: "100%"},
  ".cm-lint-marker-error::before": {content: '"✕"', color: "var(--forbid)", fontWeight: "700"},
  "&.cm-merge-b .cm-changedLine, .cm-changedLine, .cm-insertedLine": {backgroundColor: "var(--permit-soft)"},
  "&.cm-merge-a .cm-changedLine, .cm-deletedChunk, .cm-deletedLine": {backgroundColor: "var(--forbid-soft)"},
  "&.cm-merge-a .cm-changedText, .cm-deletedChunk .cm-deletedText": {
    background: "none",
    textDecoration: "underline 2px var(--forbid)"
  },
  "&.cm-merge-b .cm-changedText, .cm-changedText": {background: "none", textDecoration: "underline 2px var(--permit)"},
  ".cm-insertedLine, .cm-deletedLine, .cm-insertedLine del, .cm-deletedLine del": {textDecoration: "none"},
  ".cm-changeGutter": {width: "0.3rem", paddingLeft: "0"},
  "&.cm-merge-a .cm-changedLineGutter, .cm-deletedLineGutter": {background: "var(--forbid)"},
  "&.cm-merge-b .cm-changedLineGutter, .cm-changedLineGutter": {background: "var(--permit)"},
  ".cm-collapsedLines": {
    background: "var(--sunken)",
    color: "var(--quiet)",
    fontFamily: "var(--sans-serif)",
    padding: "0.2rem 0.8rem"
  }
});

/** How a policy file looks in the editor and in a comparison: its language by its name, and the site's colours. */
export function editorLook(file: string): Extension[] {
  const language = file.endsWith(".polar") ? [polarLanguage] : /\.ya?ml$/.test(file) ? [yaml()] : [];
  return [surface, syntaxHighlighting(colours), EditorView.lineWrapping, ...language];
}
