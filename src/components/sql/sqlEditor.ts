import {html} from "htl";

/** Queries to begin with: the answers are over everybody or over groups, never about one person. */
export const sqlExamples: readonly {label: string; sql: string}[] = [
  {
    label: "Mean frequency by genetic ancestry group",
    sql: "SELECT ancestry, avg(ac / an) AS mean_frequency\nFROM allele_counts\nGROUP BY ancestry\nORDER BY ancestry"
  },
  {
    label: "Variants per chromosome",
    sql: "SELECT chrom, count(*) AS variants\nFROM variants\nGROUP BY chrom\nORDER BY variants DESC"
  },
  {
    label: "Largest differences between two groups",
    sql: "SELECT variant_id, a.ac / a.an AS in_afr, b.ac / b.an AS in_eur\nFROM allele_counts a JOIN allele_counts b USING (variant_id)\nWHERE a.ancestry = 'AFR' AND b.ancestry = 'EUR'\nORDER BY abs(in_afr - in_eur) DESC NULLS LAST\nLIMIT 20"
  },
  {label: "Refused: text of counts", sql: "SELECT variant_id, ac::VARCHAR AS copies\nFROM allele_counts"},
  {label: "Refused: a file", sql: "SELECT * FROM read_csv('people.csv')"}
];

interface EditorEffects {
  run(): void | Promise<void>;
  stop(): void;
  /** The address of the page with this query. */
  link(): string;
}

/** Where a query is written: Ctrl and Enter runs it, and Tab leaves it, so that nobody is caught in it. */
export function sqlEditor(
  text: string,
  {run, stop, link}: EditorEffects
): {element: HTMLElement; text(): string; open(isOpen: boolean): void; running(isRunning: boolean): void} {
  const area = html`<textarea
    id="sql-text"
    rows="7"
    spellcheck="false"
    autocomplete="off"
    autocapitalize="off"
    aria-describedby="sql-keys"
  ></textarea>` as HTMLTextAreaElement;
  area.value = text || sqlExamples[0].sql;
  area.onkeydown = (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    if (!runButton.disabled) void run();
  };
  const runButton = html`<button type="button" class="primary" onclick=${() => run()}>
    Run
  </button>` as HTMLButtonElement;
  const stopButton = html`<button type="button" disabled onclick=${() => stop()}>Stop</button>` as HTMLButtonElement;
  const said = html`<span role="status" class="quiet"></span>` as HTMLElement;
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(link());
    said.textContent = "Link copied";
  };
  const linkButton = html`<button type="button" onclick=${copy}>Copy link</button>`;
  let isOpen = false;
  let isRunning = false;
  const settle = (): void => {
    runButton.disabled = !isOpen || isRunning;
    stopButton.disabled = !isRunning;
  };
  const element = html`<div class="sql-editor">
    <label for="sql-text">Your query</label>
    ${area}
    <div class="controls">${runButton} ${stopButton} ${linkButton} ${said}</div>
    <p id="sql-keys" class="quiet">Ctrl + Enter runs the query.</p>
    <p class="variant-examples">
      Examples:
      ${sqlExamples.map(
        ({label, sql}) =>
          html`<button type="button" class="link" onclick=${() => ((area.value = sql), area.focus())}>
            ${label}
          </button> `
      )}
    </p>
  </div>` as HTMLElement;
  settle();
  return {
    element,
    text: () => area.value,
    open(now) {
      isOpen = now;
      settle();
    },
    running(now) {
      isRunning = now;
      settle();
    }
  };
}
