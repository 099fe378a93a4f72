import {html} from "htl";
import type {ReleaseManifest} from "../../model/release.js";
import type {ChangeFrequency, ErrorSquare, StructureResidue} from "../../model/structure.js";
import {guardExport} from "../association/guardExport.js";
import {decisionPanel} from "../DecisionPanel.js";
import {figure} from "../Figure.js";
import {formatCount} from "../formatNumber.js";
import {changeColumns, changeTable} from "./changeTable.js";
import {confidenceChart, confidenceColumns} from "./confidenceChart.js";
import {effectChart, placedChanges} from "./effectChart.js";
import {errorChart, errorColumns, shownSquares} from "./errorChart.js";
import {frequencySection} from "./frequencySection.js";
import {modelStage} from "./modelStage.js";
import {redrawable} from "./redrawable.js";
import {residueChooser} from "./residueChooser.js";
import type {Selection, StructureEffects} from "./structureEffects.js";
import {askErrors, askModel, askToTakeResidues} from "./structureQuestions.js";
import {changeName, residuesOf, selectionSentence, structureSentences} from "./structureWords.js";

interface ViewOptions {
  manifest: ReleaseManifest;
  /** Of one gene. */
  rows: readonly StructureResidue[];
  /** Of its model; empty where none is given. */
  squares: readonly ErrorSquare[];
  selection: Selection;
  demoKey: string;
  effects: StructureEffects;
  onSelect(selection: Selection): void;
}

/** One protein: tracks, error, model, frequencies and table. What is chosen in one of them is marked in all. */
export function structureView({manifest, rows, squares, selection: wanted, demoKey, effects, onSelect}: ViewOptions): {
  nodes: Node[];
  refresh(): void;
  close(): void;
} {
  const [{gene, accession, source, licence}] = rows;
  const residues = residuesOf(rows);
  const ends: [number, number] = [residues[0].position, residues.at(-1)!.position];
  const changes = placedChanges(rows);
  const known = {
    source: `${source}. ${licence}`,
    manifest,
    facts: [
      ["Source", source],
      ["Licence", licence],
      ["Protein", accession ?? "no accession given"],
      ["Cohort", "nothing in it is counted in the cohort"]
    ] as [string, string][]
  };
  let selection = there(wanted);
  let seen: readonly ChangeFrequency[] = [];
  const mayTake = async () => (await askToTakeResidues(effects)).decision;
  const chooser = residueChooser(ends, (residue) => choose({residue, change: null}));
  const table = html`<div></div>` as HTMLElement;
  const charts: ReturnType<typeof redrawable>[] = [];
  const model = modelStage({
    gene,
    ends,
    changes,
    source: known.source,
    effects,
    choose: (residue) => choose({residue, change: null}),
    async readModel() {
      const {decision, value} = await askModel(effects, gene);
      return value ?? decisionPanel(decision);
    }
  });
  const frequencies = frequencySection({
    manifest,
    rows,
    demoKey,
    effects,
    choose,
    onFrequencies(found) {
      seen = found;
      drawTable();
    }
  });

  function choose(next: Selection): void {
    const inTable = table.contains(document.activeElement) ? table.querySelector(".table-scroll") : null;
    const [top, focused] = [inTable?.scrollTop ?? 0, (document.activeElement as HTMLElement | null)?.dataset.change];
    selection = next;
    onSelect(next);
    draw();
    // A reader who is in the table stays where they were.
    if (!inTable) return;
    table.querySelector(".table-scroll")!.scrollTop = top;
    table.querySelector<HTMLElement>(`[data-change="${focused}"]`)?.focus({preventScroll: true});
  }

  function draw(): void {
    chooser.tell(selection.residue, selectionSentence(rows, selection));
    model.select(selection);
    frequencies.select(selection);
    for (const {redraw} of charts) redraw();
    drawTable();
  }

  function drawTable(): void {
    if (changes.length > 0) table.replaceChildren(changeTable(changes, seen, selection, choose));
  }

  function chartOf(title: string, drawAt: (width: number) => Element) {
    const one = redrawable(title, drawAt);
    charts.push(one);
    return {title, chart: one.chart};
  }

  function confidenceFigure(): HTMLElement {
    return guardExport(
      figure({
        id: "confidence",
        ...chartOf(`${gene}: how sure the model is of each residue`, (width) =>
          confidenceChart(residues, selection, width, (residue) => choose({residue, change: null}))
        ),
        subtitle:
          "pLDDT of each residue, the model’s own estimate of its error. At 70 or below (dashed line) the place of a residue says nothing; those stretches are shaded. Press a residue to choose it.",
        ...known,
        columns: confidenceColumns,
        rows: residues
      }),
      mayTake
    );
  }

  function effectFigure(): HTMLElement {
    return guardExport(
      figure({
        id: "effects",
        ...chartOf(`${gene}: where changes lie and what they are predicted to do`, (width) =>
          effectChart(changes, residues, selection, width, choose)
        ),
        subtitle: `${formatCount(changes.length)} changes with a score in AlphaMissense’s form, without an interval. Hollow: the model must not be interpreted there. Press a head to choose it.`,
        ...known,
        columns: changeColumns,
        rows: changes
      }),
      mayTake
    );
  }

  function errorFigure(): HTMLElement {
    const note = (): string => {
      const shown = shownSquares(squares, selection).length;
      const whose = selection.residue === null ? "the first" : `those with residue ${selection.residue} in place`;
      return `${formatCount(shown)} of ${formatCount(squares.length)} pairs of stretches: ${whose}. CSV saves all.`;
    };
    return guardExport(
      figure({
        id: "aligned-error",
        ...chartOf(`${gene}: how far off one part may be when another is laid in place`, (width) =>
          errorChart(squares, residues, selection, width, (residue) => choose({residue, change: null}))
        ),
        subtitle:
          "Predicted aligned error: dark where the model knows how two stretches lie to each other, light where their places to each other say nothing. Press a residue to choose it.",
        ...known,
        columns: errorColumns,
        rows: () => shownSquares(squares, selection),
        tableNote: note,
        csvRows: () => squares
      }),
      async () => (await askErrors(effects, "export", gene)).decision
    );
  }

  /** What is there of it. */
  function there({residue, change}: Selection): Selection {
    const found = change === null ? undefined : changes.find((one) => changeName(one) === change);
    if (found) return {residue: found.position, change};
    const isThere = change === null && residue !== null && residue >= ends[0] && residue <= ends[1];
    return {residue: isThere ? residue : null, change: null};
  }

  const nodes = [
    html`<p>${structureSentences(rows)}</p>` as Node,
    html`<p class="quiet structure-source">Model: ${source}. ${licence}.</p>` as Node,
    chooser.element,
    html`<h2>How sure is the model?</h2>` as Node,
    confidenceFigure(),
    ...(changes.length > 0 ? [html`<h2>Where do changes lie?</h2>` as Node, effectFigure()] : []),
    ...(changes.length > 0 ? [html`<h2>How common are they here?</h2>` as Node, frequencies.element] : []),
    html`<h2>The model</h2>` as Node,
    model.element,
    ...(squares.length > 0 ? [html`<h2>How do parts lie to each other?</h2>` as Node, errorFigure()] : []),
    ...(changes.length > 0 ? [html`<h2>All changes</h2>` as Node, table] : [])
  ];
  draw();
  return {nodes, refresh: frequencies.refresh, close: model.close};
}
