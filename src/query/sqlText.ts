/** A piece of a statement and the values bound to its `?`, in order. */
export interface Sql {
  text: string;
  values: (string | number)[];
}

/** Pieces stay pieces; every other value is bound, so that no value is ever read as SQL. */
export function sql(strings: TemplateStringsArray, ...parts: (Sql | string | number)[]): Sql {
  const pieces = parts.map((part) => (typeof part === "object" ? part : {text: "?", values: [part]}));
  return {
    text: strings.map((text, i) => text + (pieces[i]?.text ?? "")).join(""),
    values: pieces.flatMap(({values}) => values)
  };
}

/** Double-quoted, so that any name is only ever a name. */
export function identifier(name: string): Sql {
  return {text: `"${name.replaceAll('"', '""')}"`, values: []};
}

/** A whole number or a fixed word of ours; throws on any other number. */
export function literal(value: number): Sql {
  if (!Number.isFinite(value)) throw new Error(`not a number: ${value}`);
  return {text: String(value), values: []};
}

export function joined(pieces: Sql[], separator: string): Sql {
  return {
    text: pieces.map(({text}) => text).join(separator),
    values: pieces.flatMap(({values}) => values)
  };
}

export const nothing: Sql = {text: "", values: []};

/** The smallest of some values, NULL left out; NULL for no values. */
export function least(values: Sql[]): Sql {
  return values.length > 0 ? sql`least(${joined(values, ", ")})` : sql`NULL::DOUBLE`;
}
