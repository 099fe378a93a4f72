import {html} from "htl";

/** What to add to the manifest; the page is of no use before. */
export function absentTumours(): HTMLElement {
  return html`<div class="association-empty">
    <p><strong>This release has no tables of tumours: its manifest names none.</strong></p>
    <p>
      Bring mutations as MAF, a table of the sequenced tumours (columns <code>sample</code>, <code>person</code> and
      <code>timepoint</code>, before or after treatment), a table of treatments (columns <code>person</code>,
      <code>treatment</code> and <code>response</code>: resistant or sensitive, or RECIST), and, to see what others have
      found, CIViC’s table of evidence summaries. Persons are named as in the genotype files. Add to the manifest:
    </p>
    <pre>
tumours:
  mutations: tumours/mutations.maf.gz
  samples: tumours/samples.tsv
  treatments: tumours/treatments.tsv
  evidence: tumours/nightly-ClinicalEvidenceSummaries.tsv.gz
  source: where tumours and evidence come from</pre>
  </div>` as HTMLElement;
}
