/**
 * Makes a chart of Observable Plot one image for assistive software, with a name; the table twin carries its numbers.
 * Plot names its inner groups, which have no role and may therefore have no name (ARIA 1.2).
 */
export function labelChart(chart: Element, label: string): Element {
  const svgs = chart instanceof SVGSVGElement ? [chart] : [...chart.querySelectorAll("svg")];
  for (const svg of svgs) {
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", label);
    for (const group of svg.querySelectorAll("g[aria-label]")) group.removeAttribute("aria-label");
  }
  return chart;
}
