import {html} from "htl";
import {formatCount} from "../formatNumber.js";
import {tellUnlock, unlockPanel, type UnlockProgress} from "./unlockPanel.js";
import {publicPartWords, unlockedWords, type PublicPart} from "./variantWords.js";

interface PanelOptions {
  part: PublicPart;
  /** Why the rest is encrypted. */
  why: string;
  demoKey: string;
  unlock(text: string, remember: boolean): Promise<void>;
}

/** What everybody sees of a release, and how a named reader opens the rest. */
export function publicPartPanel({part, why, demoKey, unlock}: PanelOptions): {
  element: HTMLElement;
  tell(progress: UnlockProgress): void;
  /** Which side is open; afterwards the panel keeps its height, so that the table below stays where it is. */
  open(tier: "public" | "registered"): void;
} {
  const {title, sentence} = publicPartWords(part);
  const locked = unlockPanel({
    title: `Named readers open all ${formatCount(part.all)} variants with their key`,
    why,
    demoKey,
    folded: true,
    unlock
  });
  const words = unlockedWords(part);
  const opened = html`<section class="public-part-open" aria-labelledby="unlocked-title" tabindex="-1">
    <h2 id="unlocked-title"><span aria-hidden="true">✓</span> ${words.title}</h2>
    <p>${words.sentence} You can forget the key on the page <a href="./keys">Keys</a>.</p>
  </section>` as HTMLElement;
  const heading = html`<h2 id="public-part-title">${title}</h2>` as HTMLElement;
  const said = html`<p class="visually-hidden" role="status"></p>` as HTMLElement;
  const element = html`<div class="public-part">
    <section aria-labelledby="public-part-title">
      ${heading}
      <p>${sentence}</p>
      ${said}
    </section>
    ${locked}
  </div>` as HTMLElement;
  return {
    element,
    tell: (progress) => tellUnlock(locked, progress),
    open(tier) {
      if (tier === "public" || element.contains(opened)) return;
      const focused = locked.contains(document.activeElement);
      element.style.minHeight = `${element.offsetHeight}px`;
      locked.replaceWith(opened);
      heading.textContent = words.others;
      said.textContent = `${words.title}. ${words.sentence}`;
      if (focused) opened.focus({preventScroll: true});
    }
  };
}
