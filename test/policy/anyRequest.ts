import fc from "fast-check";
import {releaseClasses, tiers} from "../../src/model/release.js";
import {actions, methods, roles, type Request} from "../../src/model/request.js";
import type {PolicyTables} from "../../src/policy/bundle.js";

/**
 * Any request that the tables of the rules can tell from another, each part chosen apart from the others: a check on
 * spaces that are enumerated, where somebody chose what goes together. Ordinary values are the likelier, because the
 * first thing out of the ordinary often settles a decision.
 */
export function anyRequest({duo, purposes, concerns, access, traits, limits}: PolicyTables): fc.Arbitrary<Request> {
  const around = Object.values(limits)
    .map(Math.floor)
    .flatMap((limit) => [limit - 1, limit, limit + 1, 2 * limit, 2 * limit + 1]);
  const count = fc.constantFrom(0, 1, ...new Set(around.filter((n) => n >= 0)));
  const codes = fc.constantFrom(...duo.map(({code}) => code), "DUO:unknown");
  const permission = fc.constantFrom("DUO:0000004", "DUO:0000042", "DUO:0000006", "DUO:0000007");
  const groups = fc.subarray(["EUR", "AFR"]);
  return fc.record(
    {
      actor: fc.record({
        id: fc.constant("somebody"),
        role: fc.constantFrom(...roles),
        visas: rarely([], fc.array(codes, {maxLength: 2}))
      }),
      purpose: fc.record({
        code: mostly(fc.constantFrom(...purposes.map(({code}) => code)), fc.constantFrom("", "unknown:purpose")),
        statement: rarely("To see what the rules say.", fc.constantFrom("", "Research")),
        concerns: rarely([], fc.constantFrom(...concerns.map(({id}) => [id]), ["unknown concern"]))
      }),
      dataset: fc.record({
        id: fc.constant("cohort"),
        class: fc.constantFrom(...releaseClasses),
        consent: fc.oneof(
          permission.map((code) => [code]),
          fc.tuple(permission, codes).map((both) => both),
          fc.uniqueArray(codes, {maxLength: 3})
        ),
        synthetic: rarely(false, fc.boolean()),
        invented_traits: rarely(false, fc.boolean())
      }),
      action: fc.constantFrom(...actions),
      trait: fc.constantFrom(...traits.map(({id, label}) => ({id, label})), {
        id: "example:unclassified",
        label: "unclassified"
      }),
      query: fc.record(
        {
          table: mostly(fc.constantFrom(...access.map(({table}) => table)), fc.constant("unknown_table")),
          columns: fc.constant([]),
          group_by: fc.constant([]),
          filters: fc.constant([]),
          min_cell: rarely<number | null>(null, count),
          variants: rarely<number | null>(100, fc.oneof(count, fc.constant(null))),
          quasi_identifiers: fc.subarray(["ancestry", "sex", "age", "status", "population", "country"]),
          result_level: rarely<"cohort" | "stratum" | "individual">("cohort", fc.constantFrom("stratum", "individual")),
          smallest_group: rarely<number | null>(1000, fc.oneof(count, fc.constant(null))),
          tier: fc.constantFrom(...tiers),
          noisy: fc.boolean(),
          method: rarely<(typeof methods)[number]>("count", fc.constantFrom(...methods)),
          linked_with: rarely<string[]>([], fc.constant(["another register"])),
          difference: rarely<number | null>(null, count),
          score: fc.record({evaluated_in: groups, shown_for: groups}),
          audit: fc.constantFrom("none", "passed", "failed"),
          recipients: rarely(1, fc.constantFrom(0, 2)),
          signoff_required: rarely(false, fc.boolean()),
          signed_off: fc.boolean()
        },
        {
          requiredKeys: [
            "table",
            "columns",
            "group_by",
            "filters",
            "min_cell",
            "variants",
            "quasi_identifiers",
            "result_level"
          ]
        }
      ),
      proposal: fc.record({author: fc.constantFrom("somebody", "somebody-else"), approvals: fc.nat({max: 3})})
    },
    {requiredKeys: ["actor", "purpose", "dataset", "action"]}
  ) as fc.Arbitrary<Request>;
}

function mostly<T>(usual: fc.Arbitrary<T>, other: fc.Arbitrary<T>): fc.Arbitrary<T> {
  return fc.oneof({weight: 9, arbitrary: usual}, {weight: 1, arbitrary: other});
}

function rarely<T>(usual: T, other: fc.Arbitrary<T>): fc.Arbitrary<T> {
  return mostly(fc.constant(usual), other);
}
