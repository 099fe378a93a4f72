/**
 * Leaves on the page one figure and the way to the whole page, where the address asks for `figure=ID`: for a frame in
 * another page. True if it does; call `showWholePage` where no such figure was drawn.
 */
export function showOnlyFigure(query = location.search): string | null {
  const id = new URLSearchParams(query).get("figure");
  if (id === null || !/^[a-z][a-z0-9-]*$/.test(id)) return null;
  const root = document.documentElement;
  root.dataset.figure = id;
  const style = document.createElement("style");
  style.id = "only-figure";
  style.textContent = `:root[data-figure] #observablehq-main :not(:has(#${id}), #${id}, #${id} *, h1, .whole-page, .whole-page *) {display: none}`;
  document.head.append(style);
  return id;
}

/** Takes that back where there is no figure of this id. */
export function showWholePageWithout(id: string | null): void {
  if (id === null || document.getElementById(id)) return;
  delete document.documentElement.dataset.figure;
  document.querySelector("#only-figure")?.remove();
}

/** The code that puts one figure of this page, as it stands, into another page. */
export function frameCode(id: string, title: string, address = location.href): string {
  const link = new URL(address);
  link.hash = "";
  link.searchParams.set("figure", id);
  const text = (words: string) => words.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
  return `<iframe src="${text(link.href)}" title="${text(title)}" width="100%" height="640" style="border: 0" loading="lazy"></iframe>`;
}
