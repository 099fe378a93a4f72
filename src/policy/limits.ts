import {isMap, isScalar, parseDocument} from "yaml";

/** A group of `policies/thresholds.yaml`, for a form: its sentence, its source, and each of its numbers. */
export interface LimitGroup {
  id: string;
  sentence: string;
  source: {title: string; url: string};
  limits: Limit[];
}

export interface Limit {
  /** `max_withheld` */
  name: string;
  value: number;
  /** The comment above it; empty where there is none. */
  comment: string;
}

/** The limits of a text that is valid YAML; an empty list for one that is not, which the editor then has to mend. */
export function limitGroups(text: string): LimitGroup[] {
  const document = parseDocument(text);
  if (document.errors.length > 0 || !isMap(document.contents)) return [];
  return document.contents.items.flatMap(({key, value}) => {
    if (!isMap(value)) return [];
    const word = (name: string): string => String(value.get(name) ?? "");
    const limits = value.items.flatMap((item, i): Limit[] => {
      if (!isScalar(item.key) || !isScalar(item.value) || typeof item.value.value !== "number") return [];
      // The comment above the first entry of a map belongs to the map.
      const comment = item.key.commentBefore ?? (i === 0 ? value.commentBefore : null) ?? "";
      return [{name: String(item.key.value), value: item.value.value, comment: inOneLine(comment)}];
    });
    return [{id: String(key), sentence: word("sentence"), source: {title: word("source"), url: word("url")}, limits}];
  });
}

/**
 * The text with one number replaced where it stands, so that comments, order and spacing stay. Null where the text has
 * no such limit, or is not YAML.
 */
export function withLimit(text: string, group: string, name: string, value: number): string | null {
  const document = parseDocument(text);
  const node = document.errors.length > 0 ? undefined : document.getIn([group, name], true);
  if (!isScalar(node) || typeof node.value !== "number" || !node.range) return null;
  const [from, to] = node.range;
  return text.slice(0, from) + String(value) + text.slice(to);
}

function inOneLine(comment: string): string {
  return comment.replace(/\s+/g, " ").trim();
}
