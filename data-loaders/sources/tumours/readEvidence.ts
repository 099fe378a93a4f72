import {evidenceLevels, type EvidenceItem, type EvidenceLevel} from "../../../src/model/tumours.js";
import {readDelimited} from "../delimited.js";
import {InputError} from "../inputError.js";
import type {InputFile} from "../inputFiles.js";
import {parseSubstitution, shortSubstitution} from "../structure/proteinChange.js";

/**
 * Predictive evidence about mutations and medicines from a table in the form of CIViC's ClinicalEvidenceSummaries, of
 * before 2022 (`gene`, `variant`, `drugs`, `clinical_significance`) or since (`molecular_profile`, `therapies`,
 * `significance`). Items that its editors have not accepted, or that say nothing for or against, are left out.
 *
 * Griffith et al. 2017, Nat Genet 49:170.
 */
export async function readEvidence(input: InputFile): Promise<EvidenceItem[]> {
  const items: EvidenceItem[] = [];
  let at: Columns | undefined;
  for await (const {line, values} of readDelimited(input, (names) => {
    at = columnsOf(names, (what) => new InputError(input.label, 1, what));
  })) {
    const fail = (what: string): InputError => new InputError(input.label, line, what);
    const value = (name: keyof Columns): string => (at![name] === undefined ? "" : values[at![name]]);
    if (value("type") !== "Predictive" || value("status") !== "accepted") continue;
    const direction = value("direction");
    if (direction !== "Supports" && direction !== "Does Not Support") continue;
    // Commas also stand within names: 2,4-pyrimidinediamine.
    const drugs = value("drugs")
      .split(/,(?!\d)/)
      .map((drug) => drug.trim())
      .filter(Boolean);
    if (drugs.length === 0) continue;
    const level = value("level");
    if (!isLevel(level)) throw fail(`evidence_level: expected one of ${evidenceLevels.join(", ")}`);
    const {gene, variant} = profileOf(value("gene"), value("variant"), value("profile"));
    if (gene === "" || variant === "") throw fail("expected a gene and a variant");
    if (value("id") === "") throw fail("evidence_id: missing");
    items.push({
      id: `EID${value("id").replace(/^EID/, "")}`,
      gene,
      variant,
      change: changeOf(variant),
      disease: value("disease"),
      drugs,
      interaction: interactionOf(value("interaction"), drugs, fail),
      level,
      supports: direction === "Supports",
      significance: value("significance"),
      citation: `${value("source")} ${value("citation")}`.trim()
    });
  }
  if (items.length === 0)
    throw new InputError(input.label, null, "has no predictive evidence; is it a table of CIViC?");
  return items;
}

interface Columns {
  id: number;
  gene?: number;
  variant?: number;
  profile?: number;
  disease: number;
  drugs: number;
  interaction?: number;
  type: number;
  direction: number;
  level: number;
  significance: number;
  status: number;
  source: number;
  citation: number;
}

function columnsOf(names: string[], fail: (what: string) => InputError): Columns {
  const find = (...wanted: string[]): number | undefined =>
    wanted.map((name) => names.indexOf(name)).find((index) => index >= 0);
  const need = (...wanted: string[]): number => {
    const index = find(...wanted);
    if (index === undefined) throw fail(`has no column ${wanted.join(" or ")}; expected CIViC's evidence summaries`);
    return index;
  };
  const profile = find("molecular_profile");
  return {
    id: need("evidence_id"),
    gene: profile === undefined ? need("gene") : undefined,
    variant: profile === undefined ? need("variant") : undefined,
    profile,
    disease: need("disease"),
    drugs: need("drugs", "therapies"),
    interaction: find("drug_interaction_type", "therapy_interaction_type"),
    type: need("evidence_type"),
    direction: need("evidence_direction"),
    level: need("evidence_level"),
    significance: need("clinical_significance", "significance"),
    status: need("evidence_status"),
    source: need("source_type"),
    citation: need("citation_id")
  };
}

/** A profile is a gene and its variant, `EGFR T790M`, or several joined by AND, OR, NOT, which are no single change. */
function profileOf(gene: string, variant: string, profile: string): {gene: string; variant: string} {
  if (profile === "") return {gene, variant};
  const [first, ...rest] = profile.split(/\s+/);
  return {gene: first, variant: rest.join(" ")};
}

/** Of `T790M`, and of `BCR-ABL T315I`, a change within a fusion. */
function changeOf(variant: string): string | null {
  const substitution = parseSubstitution(variant.replace(/^\S+-\S+ (?=\S+$)/, ""));
  return substitution && shortSubstitution(substitution);
}

function interactionOf(text: string, drugs: string[], fail: (what: string) => InputError): EvidenceItem["interaction"] {
  if (text === "" || drugs.length === 1) return null;
  if (text === "Combination" || text === "Sequential" || text === "Substitutes") return text;
  throw fail("drug_interaction_type: expected Combination, Sequential or Substitutes, or nothing");
}

function isLevel(text: string): text is EvidenceLevel {
  return (evidenceLevels as readonly string[]).includes(text);
}
