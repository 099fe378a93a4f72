import type {PolicyBundle} from "../../src/policy/bundle.js";
import {concludes, parseClauses, type Clause} from "../../src/policy/clauses.js";
import type {Facts} from "../../src/policy/facts.js";
import {insideBracket, isSign, polarTokens, splitTokens, type Token} from "../../src/policy/polarTokens.js";

/**
 * The same rules in Cedar, for a comparison of speed: one policy a clause, made from the clauses in force so that it
 * cannot fall behind them. Cedar knows permit and forbid only, so referrals are a second set, in which they forbid:
 * what the first set denies is forbidden, what only the second denies is referred. Conditions of an answer, remedies and
 * sentences have no counterpart and are left out, which is in Cedar's favour.
 */
export function cedarPolicies(bundle: PolicyBundle): {strict: string; referring: string} {
  const clauses = bundle.polar.flatMap(({file, text}) => parseClauses(file, text)).filter(({head}) => concludes(head));
  const of = (...heads: string[]): Clause[] => clauses.filter(({head}) => heads.includes(head));
  const always = "permit(principal, action, resource);";
  return {
    strict: of("permit", "forbid").map(cedarOf).join("\n"),
    referring: [always, ...of("refer").map(cedarOf)].join("\n")
  };
}

/**
 * What Cedar is told of a request. It has no loops over pairs, so of each pair the kind of purpose is given; and no
 * fractions, so the limits of the membership audit, which no clause looks at, are left out.
 */
export function cedarContext(facts: Facts): Record<string, unknown> {
  const kinds = (pairs: [string, string][]): string[] => pairs.map(([, kind]) => kind);
  const whole = Object.entries(facts).filter(([, value]) => typeof value !== "number" || Number.isInteger(value));
  return {...Object.fromEntries(whole), prohibited: kinds(facts.prohibited), doubtful: kinds(facts.doubtful)};
}

function cedarOf({head, text}: Clause): string {
  const tokens = polarTokens(text);
  const opening = tokens.findIndex((token) => isSign(token, "{"));
  const entries = splitTokens(insideBracket(tokens, opening), ",").map(([name, , ...value]) => ({
    name: name.text,
    value
  }));
  const variables = new Map(
    entries.flatMap(({name, value}) => (isVariable(value) ? [[value[0].text, `context.${name}`] as const] : []))
  );
  const begin = tokens.findIndex(({text}) => text === "if");
  const body = begin < 0 ? [] : tokens.slice(begin + 1, -1);
  const isOr = body.some(({text}) => text === "or");
  const conditions =
    body.length === 0 ? [] : splitTokens(body, isOr ? "or" : "and").map((part) => condition(part, variables));
  const fixed = entries
    .filter(({value}) => !isVariable(value))
    .map(({name, value}) => `context.${name} == ${expression(value, variables)}`);
  const when = [
    ...fixed,
    ...(conditions.length > 0 ? [conditions.map((one) => `(${one})`).join(isOr ? " || " : " && ")] : [])
  ];
  const effect = head === "permit" ? "permit" : "forbid";
  return `${effect}(principal, action, resource) when { ${when.map((one) => `(${one})`).join(" && ") || "true"} };`;
}

/** A name that the pattern gives to a fact. */
function isVariable(value: Token[]): boolean {
  return value.length === 1 && value[0].kind === "name" && !["true", "false"].includes(value[0].text);
}

function condition(tokens: Token[], variables: Map<string, string>): string {
  if (tokens[0].text === "not") return negated(tokens.slice(1), variables);
  const at = tokens.findIndex(({text}) => text === "in");
  if (at > 0) return contains(tokens.slice(0, at), tokens.slice(at + 1), variables);
  const sign = tokens.findIndex((token) => isSign(token, "=<>") || ["<=", ">="].includes(token.text));
  const [left, right] = [tokens.slice(0, sign), tokens.slice(sign + 1)];
  // Two lists that are compared together are compared one by one.
  if (isSign(left[0], "[") && left.length > 2) {
    const pairs = splitTokens(left.slice(1, -1), ",").map((one, i) => [one, splitTokens(right.slice(1, -1), ",")[i]]);
    return pairs.map(([a, b]) => `${expression(a, variables)} == ${expression(b, variables)}`).join(" && ");
  }
  const operator = tokens[sign].text === "=" ? "==" : tokens[sign].text;
  return `${expression(left, variables)} ${operator} ${expression(right, variables)}`;
}

function negated(tokens: Token[], variables: Map<string, string>): string {
  const at = tokens.findIndex(({text}) => text === "in");
  // “code in codes and not code in visas”: some code is not among the visas.
  if (at === 1 && isFree(tokens[0], variables)) {
    const codes = variables.get("codes");
    return `!(${expression(tokens.slice(2), variables)}.containsAll(${codes}))`;
  }
  return `!(${condition(tokens, variables)})`;
}

function contains(element: Token[], list: Token[], variables: Map<string, string>): string {
  const set = expression(list, variables);
  if (element.length === 1 && isFree(element[0], variables)) return `!(${set}.isEmpty())`;
  if (isSign(element[0], "[")) {
    const [, kind] = splitTokens(element.slice(1, -1), ",");
    return kind[0].text === "_" ? `!(${set}.isEmpty())` : `${set}.contains(${expression(kind, variables)})`;
  }
  return `${set}.contains(${expression(element, variables)})`;
}

/** A name that the pattern does not give: Polar looks for any value of it. */
function isFree({kind, text}: Token, variables: Map<string, string>): boolean {
  return kind === "name" && !variables.has(text);
}

function expression(tokens: Token[], variables: Map<string, string>): string {
  return tokens
    .map((token) => (token.kind === "name" ? (variables.get(token.text) ?? token.text) : token.text))
    .join(" ");
}
