// @vitest-environment jsdom
import {expect, it} from "vitest";
import {virtualGrid} from "../../../src/components/variants/virtualGrid.js";

/** 1,000 rows that hold their own number; jsdom lays nothing out, so the grid takes itself for 560 px high. */
function grid() {
  const element = virtualGrid({
    caption: "Numbers",
    columns: [{name: "n", label: "Number", short: "n", group: "", width: 80, numeric: true}],
    rows: 1000,
    first: [Array.from({length: 200}, (_, i) => i)],
    page: async (offset, limit) => [Array.from({length: limit}, (_, i) => offset + i)],
    cell: (_, value) => String(value),
    sort: null,
    onSort: () => undefined,
    onOpen: () => undefined
  });
  document.body.replaceChildren(element);
  const rows = () => [...element.querySelectorAll("tbody tr[aria-rowindex]")];
  const scrollTo = async (row: number): Promise<void> => {
    const scroller = element.querySelector(".variant-grid-scroll")!;
    scroller.scrollTop = row * 34;
    scroller.dispatchEvent(new Event("scroll"));
    await new Promise((done) => setTimeout(done, 60));
  };
  const heights = () =>
    [...element.querySelectorAll<HTMLElement>("tbody tr:not([aria-rowindex])")].map(({style}) => style.height);
  return {rows, scrollTo, heights};
}

it("virtualGrid(options) keeps the visible rows in order wherever it is scrolled, and room for all others", async () => {
  const {rows, scrollTo, heights} = grid();
  for (const [at, first, end] of [
    [0, 0, 33],
    [3, 0, 33],
    [20, 12, 45],
    [18, 10, 43],
    [900, 892, 925],
    [990, 982, 1000],
    [0, 0, 33]
  ]) {
    await scrollTo(at);
    const expected = Array.from({length: end - first}, (_, i) => String(first + i));
    expect(rows().map(({textContent}) => textContent)).toEqual(expected);
    expect(heights()).toEqual([`${first * 34}px`, `${(1000 - end) * 34}px`]);
  }
});

it("virtualGrid(options) leaves rows alone that stay in sight", async () => {
  const {rows, scrollTo} = grid();
  await scrollTo(20);
  const before = rows();
  const moved: Node[] = [];
  new MutationObserver((records) => records.forEach(({addedNodes}) => moved.push(...addedNodes))).observe(
    before[0].parentElement!,
    {childList: true}
  );
  await scrollTo(23);
  expect(moved.map(({textContent}) => textContent)).toEqual(["45", "46", "47"]);
  expect(rows()[0]).toBe(before[3]);
});
