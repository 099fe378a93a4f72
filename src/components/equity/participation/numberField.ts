import {html} from "htl";

interface NumberFieldOptions {
  name: string;
  label: string;
  /** Null = none; then the placeholder says what counts instead. */
  value: number | null;
  placeholder?: string;
  /** A factor between what is typed and the number: 100 for a share that is typed as a percentage. */
  scale?: number;
  limits: readonly [low: number, high: number];
  onNumber(value: number | null): void;
}

/** A number to type; what lies outside of the limits is said to, and changes nothing. */
export function numberField({
  name,
  label,
  value,
  placeholder,
  scale = 1,
  limits,
  onNumber
}: NumberFieldOptions): HTMLElement {
  const [low, high] = limits.map((limit) => tidy(limit * scale));
  const id = `number-${name.replace(/\W+/g, "-")}`;
  const problem = html`<small id=${`${id}-problem`} class="number-problem" hidden></small>` as HTMLElement;
  const input = html`<input
    id=${id}
    name=${name}
    type="number"
    step="any"
    min=${low}
    max=${high}
    value=${value === null ? "" : tidy(value * scale)}
    placeholder=${placeholder ?? null}
    aria-describedby=${problem.id}
  />` as HTMLInputElement;
  input.addEventListener("input", () => {
    const typed = input.value.trim();
    const number = tidy(Number(typed) / scale);
    const emptied = typed === "" && placeholder !== undefined && !input.validity.badInput;
    const good = emptied || (typed !== "" && number >= limits[0] && number <= limits[1]);
    input.setAttribute("aria-invalid", String(!good));
    problem.hidden = good;
    problem.textContent = good ? "" : `From ${low} to ${high}.`;
    if (good) onNumber(emptied ? null : number);
  });
  return html`<div class="field"><label for=${id}>${label}</label> ${input} ${problem}</div>` as HTMLElement;
}

function tidy(value: number): number {
  return Number(value.toPrecision(10));
}
