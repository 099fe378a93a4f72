import {html} from "htl";
import type {Decision, Reason} from "../../model/decision.js";
import {decisionPanel} from "../DecisionPanel.js";
import type {Trait} from "./associationEffects.js";

interface RefusedOptions {
  trait: Trait;
  decision: Decision;
  /** Traits that may be looked at instead. */
  others: readonly Trait[];
  onTrait(id: string): void;
  onRemedy(change: Record<string, unknown>, reason: Reason): void;
  onRefer?: () => void;
}

/** What stands in the place of the charts when the rules do not answer: that it is a decision, whose, and what to do next. */
export function refusedTrait({trait, decision, others, onTrait, onRemedy, onRefer}: RefusedOptions): HTMLElement {
  const referred = decision.outcome === "refer";
  return html`<section class="association-refused" aria-labelledby="refused-title">
    <h2 id="refused-title">
      ${referred ? `The ethics board decides about ${trait.label}` : `${trait.label}: not shown to you`}
    </h2>
    <p>
      Nothing was read: the rules that the board of this cohort wrote were asked first. They look at the trait, at who
      asks and at why.
      ${
        referred
          ? "Your question can go to the board as it stands."
          : "They are there for people who took part, and who may be hurt by what others make of such results."
      }
    </p>
    ${decisionPanel(decision, {onRemedy, onRefer: referred ? onRefer : undefined})}
    ${
      others.length > 0
        ? html`<p class="quiet">
            Other traits of this cohort:
            ${others.map(
              ({id, label}) => html`<button type="button" class="link" onclick=${() => onTrait(id)}>${label}</button> `
            )}
          </p>`
        : null
    }
    <p class="quiet">
      The rules are on the page <a href="./policies">Rules</a>; what would change if they did is on
      <a href="./what-if">What if</a>.
    </p>
  </section>` as HTMLElement;
}
