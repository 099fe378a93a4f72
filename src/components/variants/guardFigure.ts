/**
 * Lets a figure's menu save files only after `mayExport` says so: each press asks anew, because role and purpose change.
 * Copying the link takes nothing away and is not asked about.
 */
export function guardFigure(figure: HTMLElement, mayExport: () => Promise<boolean>): HTMLElement {
  let permitted: Element | null = null;
  figure.addEventListener(
    "click",
    (event) => {
      const button = (event.target as Element).closest<HTMLButtonElement>(".figure-menu button");
      if (!button || button.textContent?.trim() === "Link") return;
      if (permitted === button) return void (permitted = null);
      event.preventDefault();
      event.stopImmediatePropagation();
      void mayExport().then((may) => {
        if (!may) return;
        permitted = button;
        button.click();
      });
    },
    {capture: true}
  );
  return figure;
}
