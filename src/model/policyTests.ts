/** `data/policy-tests.json`: how well the cases test the rules, and what the rules say that changes nothing. */
export type PolicyTests = Record<"release" | "query", GateTests>;

export interface GateTests {
  /** SHA-256 of the rules that were tested, hex. */
  policy: string;
  cases: number;
  /** Requests of the enumerated space on which mutants and rules were compared. */
  requests: number;
  mutants: MutationResult[];
  findings: RuleFinding[];
}

export interface MutationResult {
  /** Id of the changed rule, or the file of the changed data. */
  rule: string;
  what: string;
  /**
   * `caught`: a case notices. `survived`: some request is decided otherwise and no case notices. `same`: no request of
   * the space is decided otherwise, so there is nothing to notice. `refused`: the changed rule does not load.
   */
  fate: "caught" | "survived" | "same" | "refused";
}

export interface RuleFinding {
  rule: string;
  /**
   * `vacuous`: applies to no request. `shadowed`: never changes the outcome, because another rule decides as strictly
   * wherever it applies; it may still give a reason. `redundant`: applies only where another of the same effect does.
   */
  kind: "vacuous" | "shadowed" | "redundant";
  /** The rule that does what this one would do, where one rule does. */
  by?: string;
}

/** Caught of those that can be caught, 0 to 1; 1 where there is nothing to catch. */
export function mutationScore(mutants: readonly MutationResult[]): number {
  const caught = mutants.filter(({fate}) => fate === "caught").length;
  const survived = mutants.filter(({fate}) => fate === "survived").length;
  return caught + survived === 0 ? 1 : caught / (caught + survived);
}
