const space = "http://www.w3.org/2000/svg";

/** An SVG element with attributes and either text or children; faster than a template where many are made each frame. */
export function svgElement<Name extends keyof SVGElementTagNameMap>(
  name: Name,
  attributes: Record<string, string | number | null>,
  content: string | readonly Element[] = []
): SVGElementTagNameMap[Name] {
  const made = document.createElementNS(space, name);
  for (const [key, value] of Object.entries(attributes)) if (value !== null) made.setAttribute(key, String(value));
  if (typeof content === "string") made.textContent = content;
  else made.append(...content);
  return made;
}
