import {concludes, type Clause} from "./clauses.js";
import {insideBracket, isSign, polarTokens, splitTokens, type Token} from "./polarTokens.js";

/** A clause with one thing changed. */
export interface Mutant {
  /** What was changed, for a reader: “without the condition action: "view"”. */
  what: string;
  /** The changed clause; null when the clause is left out whole. */
  text: string | null;
}

/** A condition of a clause: its place in the text. */
interface Span {
  start: number;
  end: number;
}

/**
 * Every clause that differs from this one by one small change: it is left out, concludes something else, lacks a
 * condition, has one turned round, or a limit moved by one. A pattern that only gives a name to a fact is no condition.
 * The operators are those of mutation testing (DeMillo, Lipton & Sayward 1978, Computer 11:34), on what Polar has.
 */
export function mutantsOf(clause: Clause): Mutant[] {
  if (!concludes(clause.head)) return [];
  const parts = partsOf(clause.text);
  const mutants = [
    {what: "without the rule", text: null},
    ...otherConclusions(clause),
    ...parts.entries.flatMap((entry) => entryMutants(clause.text, entry, parts)),
    ...parts.conditions.flatMap((condition) => conditionMutants(clause.text, condition, parts)),
    ...parts.connectives.map((token) => connectiveMutant(clause.text, token, parts))
  ];
  // Two changes of a small clause can come to the same text.
  return mutants.filter(({text}, i) => mutants.findIndex((other) => other.text === text) === i && text !== clause.text);
}

interface Parts {
  /** Tokens of each `name: value` of the pattern. */
  entries: Token[][];
  /** Tokens of each condition after `if`. */
  conditions: Token[][];
  connectives: Token[];
  tokens: Token[];
}

function partsOf(text: string): Parts {
  const tokens = polarTokens(text);
  const opening = tokens.findIndex((token) => isSign(token, "{"));
  const entries = splitTokens(insideBracket(tokens, opening), ",").filter((entry) => entry.length > 0);
  const begin = tokens.findIndex(({kind, text}) => kind === "name" && text === "if");
  const body = begin < 0 ? [] : tokens.slice(begin + 1, -1);
  return {
    entries,
    conditions: body.length === 0 ? [] : splitTokens(body, "and", "or"),
    connectives: connectivesOf(body),
    tokens
  };
}

function connectivesOf(body: Token[]): Token[] {
  const inside = new Set(splitTokens(body, "and", "or").flat());
  return body.filter((token) => !inside.has(token));
}

/** Both sides in brackets: Oso warns about “and” beside “or”. */
function connectiveMutant(text: string, {text: word, start, end}: Token, {conditions, tokens}: Parts): Mutant {
  const [from, to] = [conditions[0][0].start, tokens.at(-1)!.start];
  const other = otherConnective[word];
  const body = `(${text.slice(from, start).trim()}) ${other} (${text.slice(end, to).trim()})`;
  return {what: `with “${other}” for “${word}”`, text: replaced(text, {start: from, end: to}, body)};
}

const otherConnective: Record<string, string> = {and: "or", or: "and"};
const otherHeads: Record<string, string[]> = {
  permit: ["refer", "forbid"],
  refer: ["permit", "forbid"],
  forbid: ["refer", "permit"],
  oblige: []
};

function otherConclusions({head, text}: Clause): Mutant[] {
  return otherHeads[head].map((other) => ({what: `with ${other} for ${head}`, text: text.replace(head, other)}));
}

/** `role: "public"`: dropped, and turned round. `role: role`: a name, needed elsewhere. */
function entryMutants(text: string, entry: Token[], parts: Parts): Mutant[] {
  const [name, , ...value] = entry;
  const words = text.slice(spanOf(value).start, spanOf(value).end);
  if (value.length === 1 && value[0].kind === "name" && !isBoolean(value[0])) return [];
  const label = `${name.text}: ${words}`;
  const drop = {what: `without the condition ${label}`, text: withoutEntry(text, entry, parts)};
  if (value.length === 1 && isBoolean(value[0])) {
    const turned = value[0].text === "true" ? "false" : "true";
    return [drop, {what: `with ${name.text}: ${turned} for ${words}`, text: replaced(text, value[0], turned)}];
  }
  const moved = value.flatMap((token) => numberMutants(text, token));
  return [
    drop,
    {what: `with anything but ${label}`, text: withoutValue(text, spanOf(value), name.text, words)},
    ...moved
  ];
}

function withoutEntry(text: string, entry: Token[], {entries}: Parts): string {
  const i = entries.indexOf(entry);
  const {start, end} = spanOf(entry);
  if (i < entries.length - 1) return text.slice(0, start) + text.slice(spanOf(entries[i + 1]).start);
  if (i > 0) return text.slice(0, spanOf(entries[i - 1]).end) + text.slice(end);
  return text.slice(0, start) + text.slice(end);
}

/** `role: "public"` becomes `role: other_role`, and `not other_role = "public"` a condition. */
function withoutValue(text: string, {start, end}: Span, name: string, words: string): string {
  const changed = `${text.slice(0, start)}other_${name}${text.slice(end)}`;
  return withCondition(changed, `not other_${name} = ${words}`);
}

/** One more condition; those that are there count as one, since “or” may stand between them. */
function withCondition(text: string, condition: string): string {
  const tokens = polarTokens(text);
  const begin = tokens.find(({kind, text}) => kind === "name" && text === "if");
  const end = tokens.at(-1)!.start;
  if (!begin) return `${text.slice(0, end)} if ${condition};`;
  return `${text.slice(0, begin.end)} (${text.slice(begin.end, end).trim()}) and ${condition};`;
}

function conditionMutants(text: string, condition: Token[], {tokens}: Parts): Mutant[] {
  const span = spanOf(condition);
  const words = text.slice(span.start, span.end);
  const turned = words.startsWith("not ") ? words.slice("not ".length) : `not (${words})`;
  const mutants: Mutant[] = [{what: `with “${turned}” for “${words}”`, text: replaced(text, span, turned)}];
  // What a rule is about, `code in codes`, gives the code: without it there is nothing to conclude.
  const isBinding = bindsDetail(condition, tokens);
  if (!isBinding) {
    mutants.push({what: `without the condition “${words}”`, text: replaced(text, span, heldOpen(condition))});
  }
  for (const token of condition) {
    mutants.push(...numberMutants(text, token), ...comparisonMutants(text, token));
  }
  mutants.push(...listMutants(text, condition));
  return mutants;
}

/** Always true; names what the condition names, because Oso refuses a name that is used once. */
function heldOpen(condition: Token[]): string {
  const reserved = ["not", "in", "true", "false"];
  const names = condition.filter(({kind, text}) => kind === "name" && !reserved.includes(text)).map(({text}) => text);
  return `[${names.join(", ")}] = [${names.join(", ")}]`;
}

/** Whether the condition is where the second half of a conclusion, `["purpose.duty", code]`, gets its value. */
function bindsDetail(condition: Token[], tokens: Token[]): boolean {
  const id = tokens.findIndex(({kind, text}) => kind === "string" && /^"[a-z]+\.[a-z0-9-]+"$/.test(text));
  const detail = tokens[id + 1]?.text === "," && tokens[id + 2]?.kind === "name" ? tokens[id + 2].text : null;
  const isNegated = condition[0].text === "not";
  return detail !== null && !isNegated && condition.some(({text}) => text === detail);
}

function numberMutants(text: string, token: Token): Mutant[] {
  if (token.kind !== "number") return [];
  return [1, -1].map((step) => {
    const moved = String(Number(token.text) + step);
    return {what: `with ${moved} for ${token.text}`, text: replaced(text, token, moved)};
  });
}

const weakened: Record<string, string[]> = {"<": ["<=", ">="], "<=": ["<", ">"], ">": [">=", "<="], ">=": [">", "<"]};

function comparisonMutants(text: string, token: Token): Mutant[] {
  if (token.kind !== "sign") return [];
  return (weakened[token.text] ?? []).map((other) => ({
    what: `with ${other} for ${token.text}`,
    text: replaced(text, token, other)
  }));
}

/** Each element of each list left out: `action in ["view", "export"]`. */
function listMutants(text: string, condition: Token[]): Mutant[] {
  return condition.flatMap((token, i) => {
    if (!isSign(token, "[")) return [];
    const inside = insideBracket(condition, i);
    const elements = splitTokens(inside, ",").filter((element) => element.length > 0);
    const closing = condition[i + 1 + inside.length];
    if (elements.length < 2 || elements.some(([{kind}]) => kind === "name")) return [];
    return elements.map((element, e) => {
      const kept = elements.filter((_, other) => other !== e).map((one) => textOf(text, one));
      const list = {start: token.start, end: closing.end};
      return {what: `without ${textOf(text, element)} in the list`, text: replaced(text, list, `[${kept.join(", ")}]`)};
    });
  });
}

function isBoolean({text}: Token): boolean {
  return text === "true" || text === "false";
}

function spanOf(tokens: readonly Token[]): Span {
  return {start: tokens[0].start, end: tokens.at(-1)!.end};
}

function textOf(text: string, tokens: readonly Token[]): string {
  return text.slice(spanOf(tokens).start, spanOf(tokens).end);
}

function replaced(text: string, {start, end}: Span, by: string): string {
  return text.slice(0, start) + by + text.slice(end);
}
