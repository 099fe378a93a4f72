/** How long a figure may take to be drawn, in milliseconds, before the whole page is shown instead. */
const patience = 5000;

/**
 * Leaves on the page one figure and the way to the whole page, where the address asks for `figure=ID`: for a frame in
 * another page. Where no such figure comes, the whole page comes back.
 */
export function showOnlyFigure(query = location.search): void {
  const id = new URLSearchParams(query).get("figure");
  if (id === null || !/^[a-z][a-z0-9-]*$/.test(id)) return;
  const root = document.documentElement;
  root.dataset.figure = id;
  const style = document.createElement("style");
  style.textContent = `:root[data-figure] #observablehq-main :not(:has(#${id}), #${id}, #${id} *, h1, h1 *, .whole-page, .whole-page *) {display: none}`;
  document.head.append(style);
  setTimeout(() => {
    if (document.getElementById(id)) return;
    delete root.dataset.figure;
    style.remove();
  }, patience);
}

/** The code that puts one figure of this page, as it stands, into another page. */
export function frameCode(id: string, title: string, address = location.href): string {
  const link = new URL(address);
  link.hash = "";
  link.searchParams.set("figure", id);
  const text = (words: string) => words.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
  return `<iframe src="${text(link.href)}" title="${text(title)}" width="100%" height="640" style="border: 0" loading="lazy"></iframe>`;
}
