import type {Request} from "../model/request.js";
import {accesses, type PolicyTables} from "./bundle.js";
import {factsOf, type Facts} from "./facts.js";

/** The data that clauses look up, with one cell changed. */
export interface DataMutant {
  file: string;
  what: string;
  /** Whether the change can matter to a request. */
  touches(request: Request): boolean;
  /** The facts of a request with the change made; `facts` are those without. */
  change(request: Request, facts: Facts): Facts;
}

/**
 * One change each of the data that decides: a limit that some clause looks at moved by one, a table's access or a term of
 * consent changed, a purpose turned round. The classes of traits are not changed: each is a decision of its own,
 * not a condition of a rule.
 */
export function dataMutantsOf(tables: PolicyTables, factsUsed: ReadonlySet<string>): DataMutant[] {
  const looksAt = (...names: string[]): boolean => names.some((name) => factsUsed.has(name));
  return [
    ...limitMutants(tables, factsUsed),
    ...accessMutants(tables),
    ...(looksAt("permitted", "unrestricted") ? termMutants(tables) : []),
    ...(looksAt("purpose", "for_health") ? purposeMutants(tables) : [])
  ];
}

function limitMutants({limits}: PolicyTables, factsUsed: ReadonlySet<string>): DataMutant[] {
  return Object.entries(limits)
    .map(([name, value]) => ({name, value, fact: name.replaceAll(".", "_")}))
    .filter(({fact}) => factsUsed.has(fact))
    .flatMap(({name, value, fact}) =>
      [value - 1, value + 1].map((moved) => ({
        file: "policies/thresholds.yaml",
        what: `${name}: ${moved} for ${value}`,
        touches: () => true,
        change: (_: Request, facts: Facts) => ({...facts, [fact]: moved})
      }))
    );
}

function accessMutants(tables: PolicyTables): DataMutant[] {
  return tables.access.flatMap((row, i) => {
    const mutant = (what: string, part: Partial<typeof row>): DataMutant => ({
      ...withTables("policies/tables.csv", `${row.table}${what}`, {
        ...tables,
        access: tables.access.with(i, {...row, ...part})
      }),
      touches: ({query}) => query?.table === row.table
    });
    return [
      mutant(": per_variant turned round", {perVariant: !row.perVariant}),
      ...Object.entries(row.byClass).flatMap(([name, access]) =>
        accesses
          .filter((other) => other !== access)
          .map((other) => mutant(`, ${name}: ${other} for ${access}`, {byClass: {...row.byClass, [name]: other}}))
      )
    ];
  });
}

function termMutants(tables: PolicyTables): DataMutant[] {
  return tables.duo.flatMap((term, i) => {
    const mutant = (what: string, duo: PolicyTables["duo"]): DataMutant => ({
      ...withTables("policies/duo.csv", what, {...tables, duo}),
      touches: ({dataset}) => dataset.consent.includes(term.code)
    });
    const name = `${term.code} (${term.label})`;
    return [
      mutant(`without ${name}`, tables.duo.toSpliced(i, 1)),
      ...term.kinds.map((kind) =>
        mutant(`${name} without ${kind}`, tables.duo.with(i, {...term, kinds: term.kinds.filter((k) => k !== kind)}))
      )
    ];
  });
}

function purposeMutants(tables: PolicyTables): DataMutant[] {
  return tables.purposes.flatMap((declared, i) => {
    const mutant = (what: string, purposes: PolicyTables["purposes"]): DataMutant => ({
      ...withTables("policies/purposes.csv", what, {...tables, purposes}),
      touches: ({purpose}) => purpose.code === declared.code
    });
    const turned = {...declared, health: !declared.health};
    return [
      mutant(`without ${declared.code}`, tables.purposes.toSpliced(i, 1)),
      mutant(`${declared.code}: health turned round`, tables.purposes.with(i, turned))
    ];
  });
}

function withTables(file: string, what: string, tables: PolicyTables): Omit<DataMutant, "touches"> {
  return {file, what, change: (request) => factsOf(request, tables)};
}
