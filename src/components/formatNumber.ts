/** U+202F, the thin space that no line is broken at. */
const thinSpace = "\u202f";

/** A count with thin-space thousands: 25 709. */
export function formatCount(n: number): string {
  return String(Math.round(n)).replace(/\B(?=(\d{3})+$)/g, thinSpace);
}

/**
 * A frequency between 0 and 1: three decimals from 1 % on, two significant figures below it.
 * 0 is "0", 1 is "1"; values that would round to them are written in full, since a rare allele is not an absent one.
 */
export function formatFrequency(f: number): string {
  if (!Number.isFinite(f)) return "–";
  if (f === 0 || f === 1) return String(f);
  if (f < 0.01) return f < 1e-4 ? scientific(f, 1) : trimExponent(f.toPrecision(2));
  const rounded = f.toFixed(3);
  return rounded === "1.000" ? "> 0.999" : rounded;
}

/** A share between 0 and 1 as a percentage: 0.4 %, 12 %, never 0 % or 100 % unless it is exactly that. */
export function formatShare(share: number): string {
  if (!Number.isFinite(share)) return "–";
  const percent = share * 100;
  if (percent === 0 || percent === 100) return `${percent}${thinSpace}%`;
  if (percent < 0.1) return `<${thinSpace}0.1${thinSpace}%`;
  if (percent > 99.9) return `>${thinSpace}99.9${thinSpace}%`;
  return `${percent < 1 ? percent.toFixed(1) : percent > 99 ? percent.toFixed(1) : Math.round(percent)}${thinSpace}%`;
}

/** A p-value from its −log10, so that none is ever shown as 0: 3.2 × 10⁻⁹; from 0.001 on as a decimal. */
export function formatMinusLog10P(minusLog10P: number): string {
  if (!(minusLog10P >= 0)) return "–";
  if (minusLog10P <= 3) return String(Number((10 ** -minusLog10P).toPrecision(2)));
  let exponent = -Math.ceil(minusLog10P);
  let mantissa = (10 ** (-minusLog10P - exponent)).toFixed(1);
  if (mantissa === "10.0") [mantissa, exponent] = ["1.0", exponent + 1];
  return `${mantissa} × 10${superscript(exponent)}`;
}

/** Bytes in decimal units, as storage is sold and Framework's own listing prints them: 1.2 MB. */
export function formatBytes(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  const power = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** power;
  return `${power === 0 || value >= 100 ? Math.round(value) : value.toPrecision(2)}\u00a0${units[power]}`;
}

/** The first eight characters of a hash: enough to compare by eye. */
export function shortHash(hash: string): string {
  return hash.slice(0, 8);
}

function scientific(value: number, decimals: number): string {
  const [mantissa, exponent] = value.toExponential(decimals).split("e");
  return `${mantissa} × 10${superscript(Number(exponent))}`;
}

function superscript(n: number): string {
  return String(n).replace(/[-\d]/g, (sign) => (sign === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(sign)]));
}

function trimExponent(text: string): string {
  return text.includes("e") ? String(Number(text)) : text;
}
