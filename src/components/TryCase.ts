import {html} from "htl";
import type {Decision, Remedy} from "../model/decision.js";
import {releaseClasses} from "../model/release.js";
import {actions, roles, type Request} from "../model/request.js";
import {decisionPanel} from "./DecisionPanel.js";
import {roleLabels} from "./roleLabels.js";
import type {PolicyCase} from "../model/policyPages.js";

interface TryOptions {
  /** What the form begins with: the reader, and the cohort of this site. */
  request: Request;
  cases: readonly PolicyCase[];
  purposes: readonly {code: string; label: string}[];
  consents: readonly {code: string; label: string}[];
  traits: readonly {id: string; label: string}[];
  decide: (request: Request) => Promise<Decision>;
  applyRemedy: (request: Request, remedy: Remedy) => Request;
}

type Option = [value: string, label: string];

const tables: Option[] = [
  ["people", "People"],
  ["variants", "Variants"],
  ["allele_counts", "Allele counts"],
  ["genotype_counts", "Genotype counts"]
];
const levels: Option[] = [
  ["cohort", "The cohort as a whole"],
  ["stratum", "Groups of people"],
  ["individual", "A row per person"]
];
const actionWords: Record<string, string> = {
  view: "View",
  analyse: "Analyse",
  export: "Export",
  release: "Release",
  propose: "Propose a change of the rules",
  review: "Review a proposal",
  waive: "Grant an exception",
  change_policy: "Change the rules"
};
const characteristics = ["ancestry", "sex", "age", "status", "population", "country"];
const unknownTrait = {id: "example:unclassified", label: "a trait that nobody has classified"};

/** A question to fill in, and what the rules answer to it, at every change. Nothing is recorded. */
export function tryCase(options: TryOptions): HTMLElement {
  const {cases, decide, applyRemedy} = options;
  const answer = html`<div class="try-answer" aria-live="polite"></div>` as HTMLElement;
  const place = html`<div></div>` as HTMLElement;
  const start = html`<select>
    <option value="">my own, about this cohort</option>
    ${cases.map(({sentence}, i) => html`<option value=${i}>${sentence}</option>`)}
  </select>` as HTMLSelectElement;
  let request = options.request;
  let asked = 0;

  start.onchange = () => fill(start.value === "" ? options.request : cases[Number(start.value)].request);
  fill(request);
  return html`<div class="try">
    <label class="field">Begin with ${start}</label>
    <div class="try-both">${place} ${answer}</div>
  </div>` as HTMLElement;

  /** What the reader has to say themselves is asked for in this form, not at the top of the page. */
  function suggest({role, code, statement}: {role?: string; code?: string; statement?: string}): void {
    const {actor, purpose} = request;
    fill({
      ...request,
      actor: {...actor, role: (role ?? actor.role) as typeof actor.role},
      purpose: {...purpose, code: code ?? purpose.code, statement: statement ?? purpose.statement}
    });
    const missing = role ? "role" : request.purpose.code === "" ? "code" : "statement";
    place.querySelector<HTMLElement>(`[name=${missing}]`)?.focus();
  }

  function fill(next: Request): void {
    request = structuredClone(next);
    const form = caseForm(request, options);
    form.addEventListener("input", () => {
      request = readForm(form, request, options);
      void show();
    });
    place.replaceChildren(form);
    void show();
  }

  async function show(): Promise<void> {
    const turn = ++asked;
    const decision = await decide(request);
    // A later change may have been decided sooner.
    if (turn !== asked) return;
    answer.replaceChildren(
      decisionPanel(decision, {
        onRemedy: (_change, {remedy}) => remedy && fill(applyRemedy(request, remedy)),
        askFor: suggest
      })
    );
  }
}

function caseForm(request: Request, {purposes, consents, traits}: TryOptions): HTMLFormElement {
  const {actor, purpose, dataset, action, trait, query} = request;
  const known: Option[] = traits.map(({id, label}) => [id, label]);
  const traitOptions: Option[] = [["", "none"], ...known, [unknownTrait.id, unknownTrait.label]];
  if (trait && !traitOptions.some(([id]) => id === trait.id)) traitOptions.push([trait.id, trait.label]);
  return html`<form class="try-form" onsubmit=${(e: Event) => e.preventDefault()}>
    <fieldset>
      <legend>Who asks, and why</legend>
      <div class="try-fields">
        ${choice(
          "role",
          "Role",
          roles.map((role): Option => [role, roleLabels[role]]),
          actor?.role
        )}
        ${choice("code", "Purpose", [["", "none declared"], ...purposes.map((p): Option => [p.code, p.label])], purpose?.code)}
        <label class="field"
          >In their own words<input name="statement" type="text" value=${purpose?.statement ?? ""}
        /></label>
      </div>
    </fieldset>
    <fieldset>
      <legend>Of which data</legend>
      <div class="try-fields">
        ${choice(
          "class",
          "Release class",
          releaseClasses.map((c): Option => [c, c]),
          dataset?.class
        )}
        <details>
          <summary>Consent: <span class="quiet">${dataset?.consent?.join(", ") || "none"}</span></summary>
          ${consents.map(({code, label}) => tick("consent", code, `${label} (${code})`, dataset?.consent?.includes(code)))}
        </details>
        ${choice("table", "Table", tables, query?.table)}
        ${choice("level", "Answer about", levels, query?.result_level)}
      </div>
    </fieldset>
    <fieldset>
      <legend>What exactly</legend>
      <div class="try-fields">
        ${choice(
          "action",
          "Action",
          actions.map((a): Option => [a, actionWords[a]]),
          action
        )}
        ${choice("trait", "Trait", traitOptions, trait?.id ?? "")}
        ${number("min_cell", "Smallest count shown", query?.min_cell, "none shown")}
        ${number("smallest_group", "People in the smallest group", query?.smallest_group, "not known")}
        ${number("variants", "Variants asked about", query?.variants, "the whole table")}
        <details>
          <summary>
            Characteristics of people: <span class="quiet">${query?.quasi_identifiers?.join(", ") || "none"}</span>
          </summary>
          ${characteristics.map((c) => tick("characteristic", c, c, query?.quasi_identifiers?.includes(c)))}
        </details>
      </div>
    </fieldset>
  </form>` as HTMLFormElement;
}

function choice(name: string, label: string, options: readonly Option[], chosen = ""): Node {
  const all = options.some(([value]) => value === chosen) ? options : [...options, [chosen, chosen] as Option];
  return html`<label class="field"
    >${label}<select name=${name}>
      ${all.map(([value, label]) => html`<option value=${value} selected=${value === chosen}>${label}</option>`)}
    </select></label
  >` as Node;
}

function tick(name: string, value: string, label: string, checked = false): Node {
  return html`<label class="choice"
    ><input type="checkbox" name=${name} value=${value} checked=${checked} /><span>${label}</span></label
  >` as Node;
}

function number(name: string, label: string, value: number | null | undefined, blank: string): Node {
  return html`<label class="field"
    >${label}<input name=${name} type="number" min="0" step="1" value=${value ?? ""} placeholder=${blank}
  /></label>` as Node;
}

function readForm(form: HTMLFormElement, before: Request, {traits}: TryOptions): Request {
  const data = new FormData(form);
  const text = (name: string) => String(data.get(name) ?? "");
  const count = (name: string) => (text(name) === "" ? null : Number(text(name)));
  const quasi = data.getAll("characteristic").map(String);
  const traitId = text("trait");
  const trait = [...traits, unknownTrait, ...(before.trait ? [before.trait] : [])].find(({id}) => id === traitId);
  const {trait: _, ...rest} = before;
  for (const [name, values] of [
    ["consent", data.getAll("consent").map(String)],
    ["characteristic", quasi]
  ] as const) {
    const said = form.querySelector(`input[name=${name}]`)?.closest("details")?.querySelector("summary span");
    if (said) said.textContent = values.join(", ") || "none";
  }
  return {
    ...rest,
    actor: {...before.actor, role: text("role") as Request["actor"]["role"]},
    purpose: {...before.purpose, code: text("code"), statement: text("statement")},
    dataset: {
      ...before.dataset,
      class: text("class") as Request["dataset"]["class"],
      consent: data.getAll("consent").map(String)
    },
    action: text("action") as Request["action"],
    ...(trait ? {trait: {id: trait.id, label: trait.label}} : {}),
    query: {
      columns: [],
      filters: [],
      ...before.query,
      table: text("table"),
      group_by: quasi,
      quasi_identifiers: quasi,
      result_level: text("level") as "cohort",
      min_cell: count("min_cell"),
      smallest_group: count("smallest_group"),
      variants: count("variants")
    }
  };
}
