import {releaseClasses, tiers, type ReleaseClass, type Tier} from "../model/release.js";
import {actions, methods, roles, type QueryFacts, type Request} from "../model/request.js";
import type {PolicyTables} from "./bundle.js";
import type {Sample} from "./flips.js";
import {dataRequest, governanceRequest, traitRows, type MatrixChoices, type TraitRow} from "./matrix.js";

type Vary = (request: Request) => Request;
type Versions = readonly Pick<PolicyTables, "limits" | "traits" | "purposes" | "duo" | "concerns" | "access">[];

const places: readonly [ReleaseClass, Tier][] = [
  ["open", "public"],
  ["public-safe", "public"],
  ["public-safe", "registered"],
  // Nothing of it is public but counts of people; a question can say so all the same.
  ["controlled", "public"],
  ["controlled", "registered"]
];

/**
 * Requests that look into every corner of the rules: all roles, actions about data, classes of traits, release classes
 * and tiers together; and for each role, action and place one thing at a time that is out of the ordinary: every table,
 * purpose, consent term, concern and method, and every limit of either version from both sides.
 */
export function queryProbes(versions: Versions): Sample[] {
  const rows = versions.flatMap((version) => traitRows(version));
  const classed = rows.filter((row, i) => rows.findIndex(({classes}) => String(classes) === String(row.classes)) === i);
  const distinct = [...classed, ...reclassified(versions)];
  const variations = variationsOf(versions);
  const [plain] = distinct;
  const asked = roles.flatMap((role) =>
    (["view", "analyse", "export"] as const).flatMap((action) =>
      places.flatMap(([releaseClass, tier]) => {
        const choices = ordinary(releaseClass, tier);
        const general = {...choices, purpose: "DUO:0000042"};
        return [
          ...distinct.flatMap((row) => [
            dataRequest(role, action, row, choices),
            dataRequest(role, action, row, general)
          ]),
          ...variations.map((vary) => vary(dataRequest(role, action, plain, choices)))
        ];
      })
    )
  );
  const terms = consentTerms(versions).flatMap((code) =>
    [[code], ["DUO:0000042", code]].flatMap((consent) =>
      [...purposeCodes(versions), "", "unknown:purpose"].map((purpose) => {
        const choices = ordinary("controlled", "registered");
        const dataset = {...choices.dataset, consent};
        return dataRequest("researcher", "analyse", plain, {...choices, purpose, dataset});
      })
    )
  );
  // Whether a purpose is about health matters with some classes of traits only; whether it is care, with scores.
  const evaluated = queryWith({method: "score", score: {evaluated_in: ["EUR"], shown_for: ["EUR"]}});
  const aims = purposeCodes(versions).flatMap((code) =>
    (["view", "analyse"] as const).flatMap((action) => {
      const choices = ordinary("controlled", "registered");
      const dataset = {...choices.dataset, consent: ["DUO:0000004"]};
      const asking = distinct.map((row) =>
        dataRequest("researcher", action, row, {...choices, purpose: code, dataset})
      );
      return [...asking, evaluated(asking[0])];
    })
  );
  return samplesOf("query", [
    ...asked,
    ...terms,
    ...aims,
    ...referredAnyway(),
    ...aboutRules(versions),
    ...aboutRulesOfData(versions)
  ]);
}

/** Traits that one version classes otherwise than another: each is asked about by itself. */
function reclassified(versions: Versions): TraitRow[] {
  const all = versions.flatMap(({traits}) => traits);
  const classesIn = ({traits}: Versions[number], id: string): string =>
    String(traits.find((trait) => trait.id === id)?.classes ?? ["unknown"]);
  const changed = all.filter(({id}) => new Set(versions.map((version) => classesIn(version, id))).size > 1);
  return changed
    .filter(({id}, i) => changed.findIndex((trait) => trait.id === id) === i)
    .map(({id, label, classes}) => ({classes, trait: {id, label}}));
}

/** Requests of loaders: tables, classes, tiers and audits together, and for each one thing out of the ordinary. */
export function releaseProbes(versions: Versions): Sample[] {
  const variations = releaseVariations(versions);
  // Tables that everybody may hold alike differ by their name alone.
  const names = tableNames(versions);
  const held = names.map((name) =>
    JSON.stringify(
      versions.map(({access}) => access.filter(({table}) => table === name).map((row) => ({...row, table: ""})))
    )
  );
  const plainest = names.filter((_, i) => held.indexOf(held[i]) === i);
  const asked = names.flatMap((table) =>
    releaseClasses.flatMap((releaseClass) =>
      tiers.flatMap((tier) =>
        (["none", "passed", "failed"] as const).flatMap((audit) => {
          const choices = {...ordinary(releaseClass, tier), table};
          const request = dataRequest("researcher", "release", {classes: [], trait: null}, choices);
          const usual = {...request, query: {...request.query!, audit, recipients: 1}};
          return plainest.includes(table) ? [usual, ...variations.map((vary) => vary(usual))] : [usual];
        })
      )
    )
  );
  return samplesOf("release", asked);
}

/** One thing out of the ordinary each, most of them with and without a score that goes to the board anyway. */
function releaseVariations(versions: Versions): Vary[] {
  const referred = queryWith({score: {evaluated_in: ["EUR"], shown_for: ["EUR", "AFR"]}});
  const terms = consentTerms(versions).flatMap((code) => [withConsent(code), withConsent("DUO:0000004", code)]);
  const others = unusualReleases(versions);
  const together = others.map(
    (vary): Vary =>
      (request) =>
        referred(vary(request))
  );
  return [referred, ...others, ...together, ...terms];
}

function unusualReleases(versions: Versions): Vary[] {
  return [
    ...aroundLimits(versions, "small_cell.max_withheld").map((min_cell) => queryWith({min_cell})),
    queryWith({recipients: 0}),
    queryWith({signoff_required: true, signed_off: false}),
    queryWith({signoff_required: true, signed_off: true}),
    queryWith({result_level: "individual"}),
    queryWith({table: "unknown_table"}),
    queryWith({tier: undefined}),
    (request) => ({...request, action: "view"}),
    withConsent(),
    (request) => ({...request, dataset: {...request.dataset, synthetic: true}})
  ];
}

function withConsent(...consent: string[]): Vary {
  return (request) => ({...request, dataset: {...request.dataset, consent}});
}

// Rows of any version count: what a change adds is asked about as much as what it takes away.

function consentTerms(versions: Versions): string[] {
  return distinctOf([...versions.flatMap(({duo}) => duo.map(({code}) => code)), "DUO:unknown"]);
}

function purposeCodes(versions: Versions): string[] {
  return distinctOf(versions.flatMap(({purposes}) => purposes.map(({code}) => code)));
}

function concernIds(versions: Versions): string[] {
  return distinctOf(versions.flatMap(({concerns}) => concerns.map(({id}) => id)));
}

function tableNames(versions: Versions): string[] {
  return distinctOf(versions.flatMap(({access}) => access.map(({table}) => table)));
}

function distinctOf(names: string[]): string[] {
  return [...new Set(names)];
}

function queryWith(change: Partial<QueryFacts>): Vary {
  return (request) => ({...request, query: {...request.query!, ...change}});
}

function ordinary(releaseClass: ReleaseClass, tier: Tier): MatrixChoices {
  const consent = releaseClass === "open" ? ["DUO:0000004"] : ["DUO:0000042"];
  const dataset = {id: "cohort", class: releaseClass, consent};
  return {dataset, tier, table: "allele_counts", purpose: "DUO:0000006", byAncestry: true};
}

/** One thing out of the ordinary each. */
function variationsOf(versions: Versions): Vary[] {
  const around = (name: string): number[] => aroundLimits(versions, name);
  const characteristics = ["ancestry", "sex", "age", "status", "population", "country"];
  return [
    ...purposeCodes(versions).map((code): Vary => (request) => ({...request, purpose: {...request.purpose, code}})),
    (request) => ({...request, purpose: {code: "", statement: ""}}),
    (request) => ({...request, purpose: {...request.purpose, statement: "Research"}}),
    ...concernIds(versions).map((id): Vary => (request) => ({
      ...request,
      purpose: {...request.purpose, concerns: [id]}
    })),
    ...[...tableNames(versions), "unknown_table"].map((table) => queryWith({table})),
    ...around("small_cell.max_withheld").map((min_cell) => queryWith({min_cell})),
    ...around("small_cell.max_withheld").map((difference) => queryWith({difference})),
    ...around("quasi_identifiers.max").flatMap((n) => {
      const quasi_identifiers = Array.from({length: n}, (_, i) => characteristics[i] ?? `characteristic${i}`);
      const closely = {quasi_identifiers, group_by: quasi_identifiers, min_cell: 30, smallest_group: null, variants: 1};
      const counts = around("small_cell.max_withheld").flatMap((count) => [count, 2 * count, 2 * count + 1]);
      return [
        ...[null, 0, ...counts].map((min_cell) => queryWith({...closely, min_cell})),
        ...[0, ...around("lookup.max_variants")].map((variants) => queryWith({...closely, variants})),
        queryWith({...closely, smallest_group: 1000})
      ];
    }),
    ...[0, ...around("lookup.max_variants")].map((variants) => queryWith({variants, smallest_group: 30})),
    ...[0, ...around("lookup.min_people")].map((smallest_group) => queryWith({smallest_group, variants: 1})),
    ...[0, ...around("export.max_variants")].map((variants) => queryWith({variants})),
    queryWith({variants: null}),
    queryWith({result_level: "individual"}),
    queryWith({linked_with: ["another register"]}),
    ...methods.map((method) => queryWith({method})),
    queryWith({method: "score", score: {evaluated_in: ["EUR"], shown_for: ["EUR", "AFR"]}}),
    (request) => ({...request, dataset: {...request.dataset, synthetic: true}}),
    (request) => ({...request, dataset: {...request.dataset, invented_traits: true}})
  ];
}

/** Whole numbers at which a limit of some version decides one way, and next to them the other way. */
function aroundLimits(versions: Versions, name: string): number[] {
  const limits = versions.flatMap(({limits}) => (name in limits ? [limits[name]] : []));
  const whole = limits.flatMap((limit) => [Math.floor(limit) - 1, Math.floor(limit), Math.floor(limit) + 1]);
  return [...new Set([1, ...whole])].filter((n) => n >= 0).sort((a, b) => a - b);
}

/** What goes to the board for its trait alone: only here does it matter that a rule forbids what nothing permits. */
function referredAnyway(): Request[] {
  const unclassified = traitRows({traits: []}).at(-1)!;
  return roles.flatMap((role) =>
    actions.flatMap((action) => [
      {...governanceRequest(role, action, 0, false), trait: unclassified.trait!},
      ...places.flatMap((place) =>
        ["allele_counts", "unknown_table"].map((table) =>
          dataRequest(role, action, unclassified, {...ordinary(...place), table})
        )
      )
    ])
  );
}

function aboutRules(versions: Versions): Request[] {
  const approvals = [0, ...aroundLimits(versions, "governance.reviewers")];
  return roles.flatMap((role) =>
    actions
      .filter((action) => ["release", "propose", "review", "waive", "change_policy"].includes(action))
      .flatMap((action) =>
        [...new Set(approvals)].flatMap((n) => [true, false].map((own) => governanceRequest(role, action, n, own)))
      )
  );
}

/** Requests about the rules that name a purpose and a consent all the same, which then must not matter. */
function aboutRulesOfData(versions: Versions): Request[] {
  const request = governanceRequest("public", "propose", 0, false);
  return consentTerms(versions).flatMap((term) =>
    purposeCodes(versions).map((code) => ({
      ...request,
      purpose: {code, statement: "To see what the rules say.", concerns: concernIds(versions)},
      dataset: {...request.dataset, consent: [term]}
    }))
  );
}

function samplesOf(gate: Sample["gate"], requests: readonly Request[]): Sample[] {
  const distinct = new Map(requests.map((request) => [JSON.stringify(request), request]));
  return [...distinct.values()].map((request) => ({source: "space", gate, request, name: "", times: 1}));
}
