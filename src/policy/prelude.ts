/** Oso prints a warning about a policy without this word. */
export const prelude = `allow(_, _, _) if false;
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
