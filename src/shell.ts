import {onAskWho} from "./components/askWho.js";
import {whoButton, whoDialog, type Declarable} from "./components/IdentityDialog.js";
import {onIdentityChange, readIdentity, writeIdentity} from "./query/identity.js";

/** What every page needs once it is there: who asks, light or dark, and a navigation that assistive software can read. */
const declarable = JSON.parse(
  document.querySelector("#declarable")?.textContent ?? '{"purposes": [], "concerns": []}'
) as Declarable;

showWho();
onIdentityChange(showWho);
onAskWho(askWho);
mendNavigation();
document.querySelector("#theme")?.addEventListener("click", switchTheme);

function showWho(): void {
  const place = document.querySelector("#who");
  const focused = place?.contains(document.activeElement);
  place?.replaceChildren(whoButton(readIdentity(), declarable.purposes, () => askWho()));
  if (focused) place?.querySelector("button")?.focus();
}

function askWho(suggestion: {role?: string; code?: string; statement?: string} = {}): void {
  const {role, purpose} = readIdentity();
  const who = {
    role: (suggestion.role ?? role) as typeof role,
    purpose: {...purpose, code: suggestion.code ?? purpose.code, statement: suggestion.statement ?? purpose.statement}
  };
  const dialog = whoDialog(who, declarable, writeIdentity);
  document.body.append(dialog);
  dialog.showModal();
}

function switchTheme(): void {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const now = root.dataset.theme || (dark ? "dark" : "light");
  root.dataset.theme = now === "dark" ? "light" : "dark";
  try {
    localStorage.setItem("covenant.theme", root.dataset.theme);
  } catch {
    // The choice then lasts until the page is left.
  }
}

/** Framework opens its sidebar by a bare checkbox outside of any landmark; a button says what it does and how it stands. */
function showPagesButton(): void {
  const button = document.querySelector("#pages");
  const sidebar = document.querySelector("#observablehq-sidebar");
  const toggle = document.querySelector<HTMLInputElement>("#observablehq-sidebar-toggle");
  if (!button || !sidebar || !toggle) return;
  toggle.tabIndex = -1;
  toggle.setAttribute("aria-hidden", "true");
  const say = () => button.setAttribute("aria-expanded", String(getComputedStyle(sidebar).visibility === "visible"));
  button.addEventListener("click", () => {
    toggle.click();
    const open = getComputedStyle(sidebar).visibility === "visible";
    if (open && matchMedia("(max-width: 1007px)").matches) sidebar.querySelector("a")?.focus();
  });
  toggle.addEventListener("change", say);
  addEventListener("resize", say);
  say();
}

/** Framework's sidebar has a label inside its list and no name; a reader who tabs wants to skip it. */
function mendNavigation(): void {
  const main = document.querySelector("#observablehq-main");
  main?.setAttribute("tabindex", "-1");
  const skip = document.createElement("a");
  Object.assign(skip, {className: "skip", href: "#observablehq-main", textContent: "Skip to the content"});
  document.body.prepend(skip);
  const sidebar = document.querySelector("#observablehq-sidebar");
  const close = document.querySelector("#observablehq-sidebar-close");
  sidebar?.setAttribute("aria-label", "Pages");
  if (close) sidebar?.append(close);
  showPagesButton();
  document.querySelector(".observablehq-link-active a")?.setAttribute("aria-current", "page");
}
