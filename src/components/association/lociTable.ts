import {html} from "htl";
import type {Locus} from "../../model/association.js";
import {formatCount} from "../formatNumber.js";
import {locusName} from "./locusLabels.js";
import {effectWords, oddsWords, pWords} from "./testColumns.js";

/** The loci of a trait, strongest first; each can be chosen, and the one that is shown is marked. */
export function lociTable(
  loci: readonly Locus[],
  kind: "binary" | "quantitative",
  onLocus: (locus: Locus) => void
): {element: HTMLElement; mark(chosen: {chrom: string; posBp: number} | null): void} {
  if (loci.length === 0)
    return {
      element: html`<p>No variant passes 10⁻⁵ in this group: there is no locus to list.</p>` as HTMLElement,
      mark: () => undefined
    };
  const rows = [...loci].sort((a, b) => b.minusLog10P - a.minusLog10P);
  const lines = rows.map(
    (locus) =>
      html`<tr>
        <th scope="row">
          <button type="button" class="link" onclick=${() => onLocus(locus)}>${locusName(locus)}</button>
        </th>
        <td>${locus.variantId}</td>
        <td data-numeric="true">${pWords(locus.minusLog10P)}</td>
        <td data-numeric="true">${(kind === "binary" ? oddsWords : effectWords)(locus.beta, locus.se)}</td>
        <td data-numeric="true">${nearWords(locus)}</td>
        <td data-numeric="true">${formatCount(locus.variants)}</td>
      </tr>` as HTMLTableRowElement
  );
  const element = html`<div class="table-scroll" tabindex="0" role="region" aria-label="Table of loci">
    <table class="data">
      <thead>
        <tr>
          <th scope="col">Locus</th>
          <th scope="col">Lead variant</th>
          <th scope="col" data-numeric="true">p</th>
          <th scope="col" data-numeric="true">${kind === "binary" ? "Odds ratio" : "Effect"} (95 % interval)</th>
          <th scope="col" data-numeric="true">Gene at</th>
          <th scope="col" data-numeric="true">Variants</th>
        </tr>
      </thead>
      <tbody>
        ${lines}
      </tbody>
    </table>
  </div>` as HTMLElement;
  return {
    element,
    mark(chosen) {
      lines.forEach((line, i) => {
        const {chrom, start, end} = rows[i];
        const on = chosen !== null && chosen.chrom === chrom && start <= chosen.posBp && chosen.posBp <= end;
        if (on) line.setAttribute("aria-current", "true");
        else line.removeAttribute("aria-current");
      });
    }
  };
}

function nearWords({gene, distanceBp}: Locus): string {
  if (gene === null || distanceBp === null) return "–";
  return distanceBp === 0 ? "inside" : `${formatCount(Math.max(1, Math.round(distanceBp / 1000)))} kb`;
}
