/** The engine's own clauses: one question that asks for every conclusion, and defaults so that each word exists. */
export const prelude = `verdict(f, "forbid", rule) if forbid(f, rule);
verdict(f, "refer", rule) if refer(f, rule);
verdict(f, "permit", rule) if permit(f, rule);
verdict(f, "oblige", rule) if oblige(f, rule);
forbid(_, _) if false;
refer(_, _) if false;
permit(_, _) if false;
oblige(_, _) if false;
# Oso prints a warning about a policy without this word.
allow(_, _, _) if false;
`;

/** Facts as a Polar dictionary: written as text, since reading a JavaScript object from Polar costs 50 µs a field. */
export function toPolar(facts: object): string {
  return `{${Object.entries(facts)
    .map(([name, value]) => `${name}: ${literal(value)}`)
    .join(", ")}}`;
}

function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (typeof value === "object" && value !== null) return toPolar(value);
  return typeof value === "string" ? quote(value) : String(value);
}

/** Polar knows the escapes `\"` and `\\`; everything else stands for itself. */
function quote(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}
