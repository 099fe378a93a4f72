import type {VariantsView} from "../model/variantsView.js";

export const usualView: VariantsView = {search: "", columns: null, sort: null, variant: null, by: null};

/** The query part of an address, without `?`; empty for the usual view. */
export function viewToQuery({search, columns, sort, variant, by}: VariantsView): string {
  const query = new URLSearchParams();
  if (search !== "") query.set("q", search);
  if (columns) query.set("columns", columns.map(encodeURIComponent).join(" "));
  if (sort) query.set("sort", `${sort.descending ? "-" : ""}${sort.by}`);
  if (variant !== null) query.set("variant", variant);
  if (by) query.set("by", by.map(encodeURIComponent).join(" "));
  return query.toString();
}

/** Reads what `viewToQuery` wrote, with or without `?`; whatever is missing is as usual. */
export function viewFromQuery(text: string): VariantsView {
  const query = new URLSearchParams(text);
  const sort = query.get("sort");
  return {
    search: query.get("q") ?? "",
    columns: list(query.get("columns")),
    sort: sort ? {by: sort.replace(/^-/, ""), descending: sort.startsWith("-")} : null,
    variant: query.get("variant"),
    by: list(query.get("by"))
  };
}

function list(text: string | null): string[] | null {
  if (text === null) return null;
  return text === "" ? [] : text.split(" ").map(decoded);
}

/** A link that was cut or mangled on its way still opens the page. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
