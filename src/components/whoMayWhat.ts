import {html} from "htl";
import type {Decision} from "../model/decision.js";
import {releaseClasses, type ReleaseClass, type Tier} from "../model/release.js";
import {roles, type Action, type Request, type Role} from "../model/request.js";
import {decisionMatrix, type MatrixColumn} from "./decisionMatrix.js";
import {roleLabels} from "./roleLabels.js";
import {tableWords} from "./tableWords.js";

interface Trait {
  classes: readonly string[];
  trait: {id: string; label: string} | null;
}

interface Choices {
  dataset: Request["dataset"];
  tier: Tier;
  table: string;
  purpose: string;
  byAncestry: boolean;
}

interface WhoMayWhatOptions {
  /** The cohort of this site, whose class and consent are chosen at first. */
  dataset: Request["dataset"];
  purpose: string;
  traits: readonly Trait[];
  purposes: readonly {code: string; label: string}[];
  consents: readonly {code: string; label: string}[];
  requestOf: (role: Role, action: Action, trait: Trait, choices: Choices) => Request;
  decide: (request: Request) => Promise<Decision>;
}

type Column = MatrixColumn & {role: Role; action: Action};

const dataActions: Partial<Record<Action, string>> = {view: "view", analyse: "analyse", export: "export"};

const places: Record<ReleaseClass, Partial<Record<Tier, string>>> = {
  open: {public: "open to everybody"},
  "public-safe": {public: "public-safe, open to everybody (with noise)", registered: "public-safe, for named readers"},
  controlled: {registered: "controlled, for named readers"}
};

/** Who may do what with which trait, decided by the rules on the spot for a purpose, a consent and a release class. */
export function whoMayWhat(options: WhoMayWhatOptions): HTMLElement {
  const {dataset, purposes, consents, traits, requestOf, decide} = options;
  const place = html`<div></div>` as HTMLElement;
  const consent = consents.some(({code}) => dataset.consent.length === 1 && code === dataset.consent[0])
    ? dataset.consent[0]
    : "own";
  const form = html`<form
    class="controls"
    aria-label="What the table is about"
    onsubmit=${(e: Event) => e.preventDefault()}
  >
    ${select(
      "purpose",
      "Purpose",
      purposes.map(({code, label}) => [code, label]),
      options.purpose
    )}
    ${select(
      "consent",
      "People consented to",
      [
        ...(consent === "own"
          ? [["own", `this cohort’s terms: ${dataset.consent.join(", ") || "none"}`] as const]
          : []),
        ...consents.map(({code, label}) => [code, label] as const)
      ],
      consent
    )}
    ${select("place", "Release class and readers", placeOptions(), `${dataset.class} ${dataset.class === "open" ? "public" : "registered"}`)}
    ${select(
      "table",
      "Table",
      ["allele_counts", "genotype_counts", "association", "people"].map((name) => [
        name,
        tableWords[name as keyof typeof tableWords].title
      ]),
      "allele_counts"
    )}
    ${select(
      "groups",
      "Numbers are",
      [
        ["ancestry", "for each ancestry group"],
        ["all", "for everybody together"]
      ],
      "ancestry"
    )}
  </form>` as HTMLFormElement;
  form.oninput = draw;
  draw();
  return html`<div class="who-may-what">${form} ${place}</div>` as HTMLElement;

  function draw(): void {
    const choices = readChoices();
    place.replaceChildren(
      decisionMatrix({
        caption: "Who may do what, by the class of the trait, the role and the action",
        corner: "Trait",
        rows: traits.map((trait) => ({...trait, label: traitWords(trait)})),
        columns: roles.flatMap((role) =>
          Object.entries(dataActions).map(([action, label]): Column => ({
            role,
            action: action as Action,
            label,
            group: roleLabels[role]
          }))
        ),
        requestOf: (row, {role, action}) => requestOf(role, action, row, choices),
        sayRequest: (row, {role, label}) => sayRequest(row, role, label, choices),
        decide
      })
    );
  }

  function readChoices(): Choices {
    const value = (name: string): string => (form.elements.namedItem(name) as HTMLSelectElement).value;
    const [releaseClass, tier] = value("place").split(" ") as [ReleaseClass, Tier];
    const codes = value("consent") === "own" ? dataset.consent : [value("consent")];
    return {
      dataset: {...dataset, class: releaseClass, consent: codes},
      tier,
      table: value("table"),
      purpose: value("purpose"),
      byAncestry: value("groups") === "ancestry"
    };
  }

  function sayRequest(row: Trait, role: Role, action: string, {table, purpose, byAncestry}: Choices): string {
    const said = purposes.find(({code}) => code === purpose)?.label ?? "none";
    const about = row.trait ? ` about ${row.trait.label}, which stands for its class,` : "";
    const groups = byAncestry ? "for each genetic ancestry group" : "for everybody together";
    const place = form.elements.namedItem("place") as HTMLSelectElement;
    return (
      `${roleLabels[role]}, who wants to ${action} ${tableWords[table as keyof typeof tableWords].title.toLowerCase()}` +
      `${about} ${groups}. Purpose: ${said}. Data: ${place.selectedOptions[0].text}. A hundred variants, groups of a ` +
      "thousand people, no small count."
    );
  }
}

function placeOptions(): [string, string][] {
  return releaseClasses.flatMap((releaseClass) =>
    Object.entries(places[releaseClass]).map(([tier, label]): [string, string] => [`${releaseClass} ${tier}`, label])
  );
}

function traitWords({classes}: Trait): string {
  if (classes.length === 0) return "no trait";
  return classes.map((name) => (name === "unknown" ? "not classified" : name)).join(" and ");
}

function select(name: string, label: string, choices: readonly (readonly [string, string])[], chosen: string): Node {
  return html`<label class="field"
    >${label}<select name=${name}>
      ${choices.map(([value, text]) => html`<option value=${value} selected=${value === chosen}>${text}</option>`)}
    </select></label
  >` as Node;
}
