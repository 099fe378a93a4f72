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

const query = z.strictObject({
  table: word,
  columns: words,
  group_by: words,
  filters: words,
  min_cell: count.nullable(),
  variants: count.nullable(),
  quasi_identifiers: words,
  result_level: z.enum(["cohort", "stratum", "individual"]),
  smallest_group: count.nullable().optional(),
  merge_smallest: count.optional(),
  tier: z.enum(tiers).optional(),
  noisy: z.boolean().optional(),
  method: z.enum(methods).optional(),
  linked_with: words.optional(),
  difference: count.nullable().optional(),
  score: z.strictObject({evaluated_in: words, shown_for: words}).optional(),
  audit: z.enum(["none", "passed", "failed"]).optional(),
  recipients: count.optional(),
  signoff_required: z.boolean().optional(),
  signed_off: z.boolean().optional()
});

// Strict: a misspelt field would otherwise be a fact that no rule sees.
const request = z.strictObject({
  actor: z.strictObject({id: word, role: z.enum(roles), affiliation: word.optional(), visas: words.optional()}),
  purpose: z.strictObject({code: word, statement: z.string().max(2000), concerns: words.optional()}),
  dataset: z.strictObject({
    id: word,
    class: z.enum(releaseClasses),
    consent: words,
    synthetic: z.boolean().optional(),
    invented_traits: z.boolean().optional()
  }),
  action: z.enum(actions),
  trait: z.strictObject({id: word, label: word}).optional(),
  query: query.optional(),
  proposal: z.strictObject({author: word.optional(), approvals: count.optional()}).optional()
});

/** The request, or which fields are wrong and what was expected there. Values are never repeated: they may be personal. */
export function parseRequest(value: unknown): {request: Request} | {problems: string[]} {
  const result = request.safeParse(value);
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
