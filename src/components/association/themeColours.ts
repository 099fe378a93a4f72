/** The colours that style sheets give to names, as a canvas takes them; both themes are read the same way. */
export function themeColours<Name extends string>(element: HTMLElement, names: readonly Name[]): Record<Name, string> {
  const probe = document.createElement("span");
  probe.hidden = true;
  element.append(probe);
  const colours = names.map((name) => {
    probe.style.color = `var(--${name})`;
    return [name, getComputedStyle(probe).color];
  });
  probe.remove();
  return Object.fromEntries(colours) as Record<Name, string>;
}

/** `rgb(…)` as one number with the bytes of a canvas: red first, opaque. */
export function packedColour(colour: string): number {
  const [red = 128, green = 128, blue = 128] = (colour.match(/[\d.]+/g) ?? []).map(Number);
  return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}

/** Calls `redraw` when the page turns dark or light, as long as `element` is on it. */
export function onThemeChange(element: HTMLElement, redraw: () => void): void {
  if (typeof matchMedia === "undefined") return;
  const system = matchMedia("(prefers-color-scheme: dark)");
  let shown = false;
  const changed = (): void => {
    shown ||= element.isConnected;
    if (element.isConnected) return redraw();
    if (!shown) return;
    system.removeEventListener("change", changed);
    watcher.disconnect();
  };
  const watcher = new MutationObserver(changed);
  watcher.observe(document.documentElement, {attributes: true, attributeFilter: ["data-theme"]});
  system.addEventListener("change", changed);
}
