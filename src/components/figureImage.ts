/** Properties that style sheets give to a chart and that a picture on its own would lose. */
const inlined = [
  "color",
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-width",
  "stroke-opacity",
  "stroke-dasharray",
  "font-family",
  "font-size",
  "font-weight",
  "font-variant",
  "text-anchor",
  "opacity",
  "visibility"
] as const;

const space = "http://www.w3.org/2000/svg";
/** Room for the title above the chart, and for a line of provenance below it, in pixels. */
const [above, line] = [36, 14];

/**
 * A chart as an SVG file of its own: styles written into it, on the page's background, with its title above and where
 * its numbers come from, synthetic or real, below and in its description.
 */
export function standaloneSvg(chart: SVGSVGElement, title: string, facts: readonly [string, string][]): string {
  const {width, height} = sizeOf(chart);
  const copy = chart.cloneNode(true) as SVGSVGElement;
  copyStyles(chart, copy);
  setAttributes(copy, {x: 0, y: above, width, height});
  const {color, fontFamily} = getComputedStyle(chart);
  const picture = document.createElementNS(space, "svg");
  const caption = captionLines(facts, width);
  const titleSize = Math.min(16, (width - 16) / (0.65 * title.length));
  const whole = height + above + 16 + line * caption.length;
  setAttributes(picture, {width, height: whole, viewBox: `0 0 ${width} ${whole}`, fill: color || "currentColor"});
  picture.setAttribute("font-family", fontFamily);
  picture.append(
    element("title", {}, title),
    element("desc", {}, facts.map(([label, value]) => `${label}: ${value}`).join("\n")),
    element("rect", {width: "100%", height: "100%", fill: backgroundOf(chart)}),
    element("text", {x: 8, y: 22, "font-size": titleSize, "font-weight": 600}, title),
    copy,
    ...caption.map((text, i) =>
      element("text", {x: 8, y: height + above + 16 + line * i, "font-size": 10, opacity: 0.75}, text)
    )
  );
  return new XMLSerializer().serializeToString(picture);
}

/** As many facts on a line as fit when a letter is six pixels wide. */
function captionLines(facts: readonly [string, string][], width: number): string[] {
  const lines: string[] = [];
  for (const [label, value] of facts) {
    if (label === "Rules applied") continue;
    const fact = label === "Cohort" ? value : `${label.toLowerCase()}: ${value}`;
    const longer = lines.length > 0 ? `${lines.at(-1)} · ${fact}` : fact;
    if (lines.length > 0 && longer.length * 6 <= width) lines[lines.length - 1] = longer;
    else lines.push(fact);
  }
  return lines;
}

function element(name: string, attributes: Record<string, string | number>, text = ""): SVGElement {
  const made = document.createElementNS(space, name);
  setAttributes(made, attributes);
  made.textContent = text;
  return made;
}

function setAttributes(target: Element, attributes: Record<string, string | number>): void {
  for (const [name, value] of Object.entries(attributes)) target.setAttribute(name, String(value));
}

/** The same as a PNG of twice the size on screen. */
export async function pngOf(chart: SVGSVGElement, title: string, facts: readonly [string, string][]): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(standaloneSvg(chart, title, facts))}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = image.naturalWidth * 2;
  canvas.height = image.naturalHeight * 2;
  const context = canvas.getContext("2d");
  if (!context) throw new Error("this browser draws no pictures: save the chart as SVG instead");
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no PNG was made"))), "image/png")
  );
}

function copyStyles(from: Element, to: Element): void {
  const computed = getComputedStyle(from);
  const style = (to as SVGElement).style;
  for (const property of inlined) {
    const value = computed.getPropertyValue(property);
    if (value) style.setProperty(property, value);
  }
  for (let i = 0; i < from.children.length; ++i) copyStyles(from.children[i], to.children[i]);
}

function sizeOf(chart: SVGSVGElement): {width: number; height: number} {
  const {width, height} = chart.getBoundingClientRect();
  return {
    width: Math.round(width || Number(chart.getAttribute("width"))),
    height: Math.round(height || Number(chart.getAttribute("height")))
  };
}

function backgroundOf(element: Element): string {
  for (let e: Element | null = element; e; e = e.parentElement) {
    const colour = getComputedStyle(e).backgroundColor;
    if (colour && colour !== "transparent" && !colour.endsWith(", 0)")) return colour;
  }
  return "white";
}
