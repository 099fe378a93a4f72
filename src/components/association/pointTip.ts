import {html} from "htl";

/** A tip beside a point of a chart: lines of text, kept within the chart. */
export function pointTip(): {
  element: HTMLElement;
  show(lines: readonly string[], x: number, y: number): void;
  hide(): void;
} {
  const element = html`<div class="point-tip" aria-hidden="true" hidden></div>` as HTMLElement;
  return {
    element,
    hide: () => void (element.hidden = true),
    show(lines, x, y) {
      element.replaceChildren(...lines.map((line) => html`<div>${line}</div>` as Node));
      element.hidden = false;
      const room = element.parentElement?.clientWidth ?? 0;
      const {offsetWidth: width, offsetHeight: height} = element;
      element.style.left = `${Math.max(0, Math.min(x + 12, room - width))}px`;
      element.style.top = `${y - height - 12 < 0 ? y + 14 : y - height - 12}px`;
    }
  };
}
