import {html} from "htl";

export interface Suggestion {
  /** What is put into the box. */
  text: string;
  /** What it is: "gene", "variant". */
  kind: string;
}

interface SearchBoxOptions {
  value: string;
  /** Texts that show what can be searched for. */
  examples: readonly string[];
  suggest(text: string): Promise<Suggestion[]>;
  onSearch(text: string): void;
}

/** A search field with suggestions, as the ARIA combobox pattern has it; Enter searches, Escape closes the list. */
export function searchBox({value, examples, suggest, onSearch}: SearchBoxOptions): HTMLElement & {value: string} {
  const input = html`<input
    type="search"
    id="variant-search"
    role="combobox"
    aria-autocomplete="list"
    aria-expanded="false"
    aria-controls="variant-suggestions"
    autocomplete="off"
    autocapitalize="off"
    spellcheck="false"
    placeholder="Gene, rsid, 1-55516888-G-A or 1:55500000-55530000"
    value=${value}
  />` as HTMLInputElement;
  const list = html`<ul
    role="listbox"
    id="variant-suggestions"
    aria-label="Suggestions"
    hidden
  ></ul>` as HTMLUListElement;
  const form = html`<form class="variant-search" role="search">
    <label for="variant-search">Search by gene, id, variant or region</label>
    <div class="variant-search-row">
      <div class="variant-search-field">${input} ${list}</div>
      <button type="submit" class="primary">Search</button>
    </div>
    ${examplesElement(examples, (text) => search(text))}
  </form>` as HTMLFormElement;

  let active = -1;
  let asked = 0;
  const options = (): HTMLElement[] => [...list.children] as HTMLElement[];
  const close = (): void => {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const search = (text: string): void => {
    input.value = text;
    asked += 1;
    close();
    onSearch(text.trim());
  };
  const mark = (next: number): void => {
    active = next;
    options().forEach((option, i) => option.setAttribute("aria-selected", String(i === active)));
    if (active >= 0) input.setAttribute("aria-activedescendant", options()[active].id);
    else input.removeAttribute("aria-activedescendant");
  };
  input.addEventListener("input", async () => {
    const mine = (asked += 1);
    const text = input.value.trim();
    // Every key starts a search of the ids, so only the last of a burst is run.
    await new Promise((resolve) => setTimeout(resolve, 90));
    if (mine !== asked) return;
    const found = text === "" ? [] : await suggest(text).catch(() => []);
    if (mine !== asked) return;
    list.replaceChildren(
      ...found.map(
        ({text, kind}, i) =>
          html`<li
            role="option"
            id=${`variant-suggestion-${i}`}
            aria-selected="false"
            onmousedown=${(event: Event) => {
              event.preventDefault();
              search(text);
            }}
          >
            <span>${text}</span> <small>${kind}</small>
          </li>` as Node
      )
    );
    close();
    list.hidden = found.length === 0;
    input.setAttribute("aria-expanded", String(found.length > 0));
  });
  input.addEventListener("keydown", (event) => {
    const count = list.hidden ? 0 : list.children.length;
    if (event.key === "Escape" && count > 0) {
      event.preventDefault();
      close();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && count > 0) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      mark(active < 0 && step < 0 ? count - 1 : ((active + 1 + step + count + 1) % (count + 1)) - 1);
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      search(options()[active].querySelector("span")!.textContent!);
    }
  });
  input.addEventListener("blur", close);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    search(input.value);
  });
  return Object.defineProperty(form, "value", {
    get: () => input.value,
    set(text: string) {
      input.value = text;
    }
  }) as unknown as HTMLElement & {value: string};
}

function examplesElement(examples: readonly string[], search: (text: string) => void): Node | null {
  if (examples.length === 0) return null;
  return html`<p class="variant-examples">
    For example
    ${examples.map((text) => html`<button type="button" class="link" onclick=${() => search(text)}>${text}</button> `)}
  </p>`;
}
