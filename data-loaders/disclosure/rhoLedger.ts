/** What may be spent on answers about the same people, all of them and for ever, and what was. */
export interface RhoLedger {
  /** Zero-concentrated differential privacy, ρ; it adds up over answers. */
  total: number;
  spent: number;
}

export type Spending = {outcome: "spent"; ledger: RhoLedger} | {outcome: "refused"; reason: string};

/**
 * ρ of an answer with Gaussian noise, continuous or discrete: Δ² / (2 sd²). `sensitivity` is how far one person can move
 * the answer (L2), in the same unit as `sd`. Infinite without noise.
 *
 * Bun & Steinke 2016, Concentrated differential privacy, proposition 1.6.
 */
export function costOf(sensitivity: number, sd: number): number {
  return sensitivity ** 2 / (2 * sd ** 2);
}

/** Spends `rho`, or refuses when less is left. A cost that is not a number of 0 or more is refused. */
export function spend(ledger: RhoLedger, rho: number): Spending {
  const left = Math.max(0, ledger.total - ledger.spent);
  if (!(rho >= 0)) return {outcome: "refused", reason: `an answer costs 0 or more, not ${rho}`};
  // Sums of many equal costs end a rounding error above the total.
  if (!(ledger.spent + rho <= ledger.total * (1 + 1e-9)))
    return {outcome: "refused", reason: `this answer costs ${rho}, and ${left} of ${ledger.total} is left`};
  return {outcome: "spent", ledger: {...ledger, spent: ledger.spent + rho}};
}
