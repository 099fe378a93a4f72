/** Area under the receiver operating characteristic, 0 to 1, with DeLong's standard error and 95 % interval. */
export interface RocArea {
  area: number;
  se: number;
  /** On the logit scale, so that it stays within 0 and 1. */
  interval: [low: number, high: number];
}

/**
 * The chance that a case has a higher score than a control, ties counted half. NaN without cases or without controls;
 * the error is NaN where there are fewer than two of either.
 *
 * DeLong, DeLong & Clarke-Pearson 1988, Biometrics 44:837; by midranks: Sun & Xu 2014, IEEE Signal Process Lett 21:1389.
 */
export function rocArea(cases: Float64Array, controls: Float64Array): RocArea {
  const [m, n] = [cases.length, controls.length];
  const all = new Float64Array(m + n);
  all.set(cases);
  all.set(controls, m);
  const overall = midranks(all);
  const [ofCases, ofControls] = [midranks(cases), midranks(controls)];
  // Share of controls below each case, and of cases above each control.
  const below = ofCases.map((rank, i) => (overall[i] - rank) / n);
  const above = ofControls.map((rank, i) => 1 - (overall[m + i] - rank) / m);
  const area = mean(below);
  const se = Math.sqrt(variance(below) / m + variance(above) / n);
  return {area, se, interval: logitInterval(area, se)};
}

function logitInterval(area: number, se: number): [low: number, high: number] {
  if (!(se > 0)) return [area, area].map((value) => (Number.isNaN(se) ? NaN : value)) as [number, number];
  const half = (z95 * se) / (area * (1 - area));
  const logit = Math.log(area / (1 - area));
  const back = (value: number): number => 1 / (1 + Math.exp(-value));
  return [back(logit - half), back(logit + half)];
}

/** Ranks from 1, equal values sharing the mean of theirs. */
function midranks(values: Float64Array): Float64Array {
  const order = Uint32Array.from(values, (_, i) => i).sort((a, b) => values[a] - values[b]);
  const ranks = new Float64Array(values.length);
  for (let start = 0; start < order.length;) {
    let end = start + 1;
    while (end < order.length && values[order[end]] === values[order[start]]) end++;
    for (let i = start; i < end; ++i) ranks[order[i]] = (start + end + 1) / 2;
    start = end;
  }
  return ranks;
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function variance(values: Float64Array): number {
  if (values.length < 2) return NaN;
  const centre = mean(values);
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1);
}

/** Two-sided 95 % quantile of the standard normal distribution. */
const z95 = 1.959963984540054;
