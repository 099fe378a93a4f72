/** The pattern of a withheld number in a chart, to be filled with `url(#id)`. */
export function hatchPattern(id: string): SVGElement {
  const svg = (name: string, values: Record<string, string>): SVGElement => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(values)) element.setAttribute(key, value);
    return element;
  };
  const defs = svg("defs", {});
  const pattern = svg("pattern", {
    id,
    width: "6",
    height: "6",
    patternUnits: "userSpaceOnUse",
    patternTransform: "rotate(45)"
  });
  pattern.append(svg("line", {y2: "6", stroke: "currentColor", "stroke-width": "1.5", "stroke-opacity": "0.5"}));
  defs.append(pattern);
  return defs;
}
