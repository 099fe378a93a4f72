import {html} from "htl";

interface Limit {
  name: string;
  value: number;
  comment: string;
}

interface LimitGroup {
  id: string;
  sentence: string;
  source: {title: string; url: string};
  limits: readonly Limit[];
}

export interface LimitForm {
  element: HTMLElement;
  /** Shows the numbers of a text that was changed elsewhere; an empty list says that the text cannot be read. */
  show(groups: readonly LimitGroup[]): void;
}

interface LimitFormOptions {
  groups: readonly LimitGroup[];
  /** The numbers in force, which each changed one is shown beside. */
  inForce: readonly LimitGroup[];
  onChange: (group: string, name: string, value: number) => void;
}

/** Limits in words; one without words here is shown under its own name and the comment above it. */
const words: Record<string, string> = {
  "small_cell.max_withheld": "Largest count of people that is not shown",
  "quasi_identifiers.max": "Most characteristics that may describe people at once",
  "lookup.max_variants": "Most variants that count as a few",
  "lookup.min_people": "Fewest people in a group, for a question about a few variants",
  "export.max_variants": "Most variants exported without a person looking first",
  "governance.reviewers": "Members of the board who approve a change",
  "governance.waiver_signatures": "Members of the board who sign an exception",
  "governance.signoff_days": "Most days for which rules are signed",
  "governance.waiver_days": "Most days for which an exception is granted"
};

/** The groups that decide questions, which a board changes most; the others are for the makers of a release. */
const first = ["small_cell", "quasi_identifiers", "lookup", "export", "governance"];

/** Every limit as a number to change, with the sentence that it keeps and where it comes from. */
export function limitForm({groups, inForce, onChange}: LimitFormOptions): LimitForm {
  const inputs = new Map<string, HTMLInputElement>();
  const notes = new Map<string, HTMLElement>();
  const broken = html`<p class="empty" hidden>
    The numbers cannot be read from the text as it stands. The problem is marked in the text below.
  </p>` as HTMLElement;
  const main = groups.filter(({id}) => first.includes(id));
  const rest = groups.filter(({id}) => !first.includes(id));
  const element = html`<form class="limit-form" aria-label="Limits" onsubmit=${(e: Event) => e.preventDefault()}>
    ${broken} ${main.map(groupElement)}
    <details>
      <summary>Limits of the membership audit and of releases</summary>
      ${rest.map(groupElement)}
    </details>
  </form>` as HTMLElement;
  show(groups);
  return {element, show};

  function groupElement({id, sentence, source, limits}: LimitGroup): Node {
    return html`<fieldset class="limit-group">
      <legend class="visually-hidden">${id.replaceAll("_", " ")}</legend>
      <p>
        ${sentence}
        <span class="quiet">Source: <a href=${source.url} rel="noopener noreferrer">${source.title}</a>.</span>
      </p>
      <div class="limit-fields">${limits.map((limit) => field(id, limit))}</div>
    </fieldset>` as Node;
  }

  function field(group: string, {name, value, comment}: Limit): Node {
    const path = `${group}.${name}`;
    const isShare = value > 0 && value < 1;
    const input = html`<input
      type="number"
      name=${path}
      min=${isShare ? "0.001" : "1"}
      step=${isShare ? "any" : "1"}
      max=${isShare ? "0.999" : null}
      aria-describedby=${`note-${path}`}
    />` as HTMLInputElement;
    const note = html`<small id=${`note-${path}`}></small>` as HTMLElement;
    input.oninput = () => {
      if (input.value !== "" && input.validity.valid) onChange(group, name, Number(input.value));
    };
    inputs.set(path, input);
    notes.set(path, note);
    return html`<label class="field"
      >${words[path] ?? (comment || name.replaceAll("_", " "))} ${input} ${note}</label
    >` as Node;
  }

  function show(shown: readonly LimitGroup[]): void {
    broken.hidden = shown.length > 0;
    const values = valuesOf(shown);
    const before = valuesOf(inForce);
    for (const [path, input] of inputs) {
      const value = values.get(path);
      input.disabled = value === undefined;
      // A number being typed, such as "0.", is not rewritten under the reader's hands.
      if (value !== undefined && Number(input.value) !== value) input.value = String(value);
      const changed = value !== undefined && value !== before.get(path);
      notes.get(path)!.textContent = changed
        ? `Changed; ${before.get(path) ?? "nothing"} is in force. If the sentence above names the number, mend it in the text.`
        : "As in force";
      input.toggleAttribute("data-changed", changed);
    }
  }
}

function valuesOf(groups: readonly LimitGroup[]): Map<string, number> {
  return new Map(groups.flatMap(({id, limits}) => limits.map(({name, value}) => [`${id}.${name}`, value] as const)));
}
