import type {CohortSummary} from "../model/release.js";
import type {Declarable} from "./IdentityDialog.js";

/** What every page has in its head: the theme before anything is drawn, zooming allowed, and no other host spoken to. */
export const siteHead = `<meta http-equiv="Content-Security-Policy" content="${[
  "default-src 'self'",
  "script-src 'self' 'unsafe-inline' 'unsafe-eval' 'wasm-unsafe-eval' blob: data:",
  "worker-src 'self' blob:",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "connect-src 'self' data: blob:",
  "object-src 'none'",
  "form-action 'none'"
].join("; ")}">
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<script>{
  const root = document.documentElement;
  root.lang = "en";
  try { root.dataset.theme = localStorage.getItem("covenant.theme") ?? ""; } catch {}
  document.querySelector("meta[name=viewport]").content = "width=device-width, initial-scale=1";
}</script>
<script type="module" src="/shell.js"></script>`;

/** The top of every page: the cohort, whether it is synthetic, and room for who asks. Written at build, so that nothing jumps. */
export function masthead(cohort: Pick<CohortSummary, "title" | "synthetic">, declarable: Declarable): string {
  return `<button type="button" id="pages" aria-controls="observablehq-sidebar" aria-label="Pages"><span aria-hidden="true"></span></button>
<a class="masthead-cohort" href="/">${escape(cohort.title)}</a>${syntheticLabel(cohort)}
<div class="masthead-tools"><div id="who"></div>
<button type="button" id="theme" aria-label="Change between light and dark"><span aria-hidden="true"></span></button></div>
<script type="application/json" id="declarable">${JSON.stringify(declarable).replaceAll("<", "\\u003c")}</script>`;
}

export const siteFooter = `<nav aria-label="About this site"><a href="/data">Data and provenance</a> <a href="/methods">Methods</a> <a href="/glossary">Glossary</a> <a href="/keys">Keys</a></nav>
<p>Covenant answers from tables that were protected before they reached this browser. Nothing you do here is sent anywhere.</p>`;

function syntheticLabel({synthetic: {genotypes, phenotypes}}: Pick<CohortSummary, "synthetic">): string {
  if (!genotypes && !phenotypes) return "";
  const [word, meaning] = genotypes
    ? phenotypes
      ? ["Synthetic", "All people and all data are simulated"]
      : ["Synthetic genotypes", "The genotypes are simulated"]
    : ["Invented traits", "The genotypes are real; traits and status are invented and must not be read as findings"];
  return ` <span class="synthetic" title="${meaning}">${word}</span>`;
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (c) => ({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})[c] as string);
}
