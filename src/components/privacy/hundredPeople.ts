import {html, svg} from "htl";
import type {PrivacyReport} from "../../model/privacy.js";
import {ruleWords, variantWords, type FoundAt} from "./foundCurves.js";
import {ofHundred} from "./privacyWords.js";

/** A hundred participants for each rule; a slider sets how many variants are published, and who would be found is filled. */
export function hundredPeople(sizes: readonly FoundAt[], limits: PrivacyReport["limits"]): HTMLElement {
  const range = html`<input
    type="range"
    id="variants-published"
    min="0"
    max=${sizes.length - 1}
    step="1"
    value=${sizes.length - 1}
  />` as HTMLInputElement;
  const chosen = html`<output for="variants-published"></output>` as HTMLElement;
  const rules = sizes[0].found.map(({rule}) => rule);
  const pictures = rules.map((rule) => {
    const said = html`<span></span>` as HTMLElement;
    const dots = Array.from(
      {length: 100},
      (_, i) => svg`<circle cx=${6 + 12 * (i % 10)} cy=${6 + 12 * Math.floor(i / 10)} r="4.5"></circle>`
    ) as SVGCircleElement[];
    const element = html`<div class="hundred-rule">
      <h3>${capital(ruleWords[rule].label)}</h3>
      ${svg`<svg viewBox="0 0 120 120" aria-hidden="true" class="hundred-dots">${dots}</svg>`}
      <p>${said}</p>
    </div>` as HTMLElement;
    const show = (tpr: number) => {
      const found = Math.round(tpr * 100);
      dots.forEach((dot, i) => dot.classList.toggle("found", i < found));
      said.textContent = `${ofHundred(tpr)} found`;
    };
    return {rule, element, show};
  });
  const show = () => {
    const {variants, found} = sizes[Number(range.value)];
    for (const {rule, show} of pictures) show(found.find((f) => f.rule === rule)!.tpr);
    chosen.textContent = variantWords(variants);
    const words = found.map(({rule, tpr}) => `${ruleWords[rule].label} ${ofHundred(tpr)} found`);
    range.setAttribute("aria-valuetext", `${variantWords(variants)}: ${words.join(", ")}`);
  };
  range.addEventListener("input", show);
  show();
  return html`<div class="hundred">
    <label for="variants-published">Variants whose frequencies are published: ${chosen}</label>
    ${range}
    <div class="hundred-rules">${pictures.map(({element}) => element)}</div>
    <p class="quiet">
      Each dot is one of a hundred participants; filled, somebody who holds that person’s genome would take the person
      for a participant. Of a hundred people who did not take part, ${Math.round(limits.fpr * 100)} would be taken for
      one by mistake, whatever the rule.
    </p>
  </div>` as HTMLElement;
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
