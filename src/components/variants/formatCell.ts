import {formatCount, formatFrequency} from "../formatNumber.js";
import type {VariantColumn} from "./variantColumns.js";

/** A value as the table shows it; null for a withheld one, which has a sign of its own. */
export function formatCell(value: string | number | null, kind: VariantColumn["kind"]): string | null {
  if (value === null) return null;
  if (typeof value === "string") return value;
  if (Number.isNaN(value)) return "–";
  if (kind === "frequency") return formatFrequency(value);
  return kind === "count" ? formatCount(value) : String(value);
}
