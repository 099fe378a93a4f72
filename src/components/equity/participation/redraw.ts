/** Puts a figure in place of the one before it; a reader who looked at the table looks at the new one. */
export function redraw(stage: HTMLElement, figure: HTMLElement): void {
  const asTable = stage.querySelector<HTMLElement>(".figure-table")?.hidden === false;
  stage.replaceChildren(figure);
  if (asTable) figure.querySelector<HTMLButtonElement>(".figure-tools button")?.click();
}
