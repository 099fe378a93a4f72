import {formatCount, formatFrequency} from "../formatNumber.js";
import type {VariantColumn} from "./variantColumns.js";

/** A value as the table shows it, `≈` before one with noise; null for a withheld one, which has a sign of its own. */
export function formatCell(value: string | number | null, kind: VariantColumn["kind"], noisy = false): string | null {
  if (value === null) return null;
  if (typeof value === "string") return value;
  if (Number.isNaN(value)) return "–";
  if (kind !== "count" && kind !== "frequency") return String(value);
  return `${noisy ? "≈\u202f" : ""}${kind === "frequency" ? formatFrequency(value) : formatCount(value)}`;
}
