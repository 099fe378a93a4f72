import {PolicyError} from "./policyError.js";

/**
 * Checks the pattern in the head of each clause that concludes something: `forbid(_: {role: "public"}, "rule.id")`.
 * A misspelt fact would never match, so that a refusal would never fire; Oso does not notice.
 */
export function checkPatterns(file: string, text: string, facts: string[]): void {
  const head = /^(?:permit|refer|forbid|oblige)\(\s*/gm;
  while (head.exec(text)) {
    const line = text.slice(0, head.lastIndex).split("\n").length;
    const rest = text.slice(head.lastIndex);
    const opening = /^\w+\s*:\s*\{/.exec(rest)?.[0];
    if (!opening) throw new PolicyError(file, line, 'expected a head such as forbid(_: {role: "public"}, "rule.id")');
    for (const name of factsIn(rest.slice(opening.length))) {
      if (!facts.includes(name)) throw new PolicyError(file, line, `unknown fact: ${name}`);
    }
  }
}

/** Names of the facts that the head of a clause looks at, in its order. */
export function patternFacts(clause: string): string[] {
  const opening = /^\s*\w+\(\s*\w+\s*:\s*\{/.exec(clause);
  return opening ? factsIn(clause.slice(opening[0].length)) : [];
}

/** Names before a colon at the top level of a pattern, which starts after its brace and ends with it. */
function factsIn(text: string): string[] {
  const names: string[] = [];
  let depth = 0;
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|\w+(?=\s*:)|[{[(]|[}\])]/g)) {
    if ("{[(".includes(token)) depth++;
    else if ("}])".includes(token)) depth--;
    else if (depth === 0 && !token.startsWith('"')) names.push(token);
    if (depth < 0) break;
  }
  return names;
}
