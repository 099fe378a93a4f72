import * as z from "zod";
import {releaseClasses, tiers} from "../model/release.js";
import {actions, methods, roles, type Request} from "../model/request.js";

// Control characters have no place in a request and could break the lines of a log.
const word = z
  .string()
  .max(200)
  .regex(/^\P{Cc}*$/u);
const words = z.array(word).max(200);
const count = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

const query = z
  .strictObject({
    table: word.describe("Released table that is asked, such as allele_counts"),
    columns: words.describe("Columns of the answer"),
    group_by: words.describe("Variables that divide the people of the answer into groups"),
    filters: words.describe("Kinds of filter, such as gene; never what they look for"),
    min_cell: count
      .nullable()
      .describe(
        "Smallest count of people above 0 that the answer would show or let a reader derive; null: none is shown"
      ),
    variants: count.nullable().describe("Number of variants that are asked about; null: the whole table"),
    quasi_identifiers: words.describe("Characteristics that describe the people of one number"),
    result_level: z
      .enum(["cohort", "stratum", "individual"])
      .describe("cohort: totals; stratum: groups of people; individual: a row per person"),
    smallest_group: count.nullable().optional().describe("People in the smallest group asked about; null: unknown"),
    merge_smallest: count.optional().describe("How often the two smallest groups were merged; default 0"),
    tier: z.enum(tiers).optional().describe("Which of two tables of that name, or where a table would be written"),
    noisy: z.boolean().optional().describe("The numbers carry noise of a known size; default false"),
    method: z.enum(methods).optional().describe("What the answer is made by; left out for counts and frequencies"),
    linked_with: words.optional().describe("Names of data from elsewhere that the answer would be joined with"),
    difference: count
      .nullable()
      .optional()
      .describe("The fewest people by whom a group differs from one that was answered before; null: from none"),
    score: z
      .strictObject({evaluated_in: words, shown_for: words})
      .optional()
      .describe("Of a polygenic score: genetic ancestry groups it was evaluated in, and those it is shown for"),
    audit: z
      .enum(["none", "passed", "failed"])
      .optional()
      .describe("Release only: whether the table withstood the attacks; default none"),
    recipients: count
      .optional()
      .describe("Release only: public keys that a registered table is encrypted to; default 0"),
    signoff_required: z.boolean().optional().describe("Release only: the cohort asks for the board's signature"),
    signed_off: z.boolean().optional().describe("Release only: the signature is there and holds")
  })
  .describe("What the answer would be, as facts; never the text of a query");

/** Strict: a misspelt field would otherwise be a fact that no rule sees. */
export const requestSchema = z
  .strictObject({
    actor: z
      .strictObject({
        id: word.describe("Who asks; random, names nobody"),
        role: z.enum(roles),
        affiliation: word.optional(),
        visas: words.optional().describe("Terms of the consent that the ethics board has confirmed for this reader")
      })
      .describe("Who asks"),
    purpose: z
      .strictObject({
        code: word.describe("Term of policies/purposes.csv, such as DUO:0000006; empty: none declared"),
        statement: z.string().max(2000).describe("The reader's own sentence"),
        concerns: words.optional().describe("Aspects of the study, from policies/concerns.csv")
      })
      .describe("Why"),
    dataset: z
      .strictObject({
        id: word,
        class: z.enum(releaseClasses).describe("Release class"),
        consent: words.describe("Terms of the Data Use Ontology, such as DUO:0000042"),
        synthetic: z.boolean().optional().describe("The people are simulated"),
        invented_traits: z.boolean().optional().describe("The people are real, their traits are invented")
      })
      .describe("Of which data"),
    action: z.enum(actions),
    trait: z
      .strictObject({id: word.describe("Ontology id, such as EFO_0004339"), label: word})
      .optional()
      .describe("The trait that is asked about, if any"),
    query: query.optional(),
    proposal: z
      .strictObject({
        author: word.optional().describe("Id of whoever wrote or asked for it"),
        approvals: count.optional().describe("Members of the ethics board who have approved it; default 0")
      })
      .optional()
      .describe("Of an action about the rules: what it is about")
  })
  .describe("What somebody, or a loader, asks a gate of Covenant to permit");

/** The request, or which fields are wrong and what was expected there. Values are never repeated: they may be personal. */
export function parseRequest(value: unknown): {request: Request} | {problems: string[]} {
  const result = requestSchema.safeParse(value);
  if (result.success) return {request: result.data};
  return {problems: result.error.issues.map(describe)};
}

function describe(issue: z.core.$ZodIssue): string {
  const field = issue.path.join(".") || "request";
  if (issue.code === "unrecognized_keys") return `${field}: unknown field`;
  if (issue.code === "invalid_value") return `${field}: expected one of ${issue.values.join(", ")}`;
  if (issue.code === "invalid_type") return `${field}: expected ${issue.expected}`;
  return `${field}: invalid value`;
}
