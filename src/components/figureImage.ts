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

/** A chart as an SVG file of its own: styles written into it, on the page's background, with `facts` as its description. */
export function standaloneSvg(chart: SVGSVGElement, title: string, facts: readonly [string, string][]): string {
  const copy = chart.cloneNode(true) as SVGSVGElement;
  copyStyles(chart, copy);
  const {width, height} = sizeOf(chart);
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(height));
  const background = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  background.setAttribute("width", "100%");
  background.setAttribute("height", "100%");
  background.setAttribute("fill", backgroundOf(chart));
  const titleElement = document.createElementNS("http://www.w3.org/2000/svg", "title");
  titleElement.textContent = title;
  const description = document.createElementNS("http://www.w3.org/2000/svg", "desc");
  description.textContent = facts.map(([label, value]) => `${label}: ${value}`).join("\n");
  copy.prepend(titleElement, description, background);
  return new XMLSerializer().serializeToString(copy);
}

/** The same as a PNG of twice the size on screen. */
export async function pngOf(chart: SVGSVGElement, title: string, facts: readonly [string, string][]): Promise<Blob> {
  const {width, height} = sizeOf(chart);
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(standaloneSvg(chart, title, facts))}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = width * 2;
  canvas.height = height * 2;
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
