import {spanAround, type GenomeLayout, type GenomeSpan} from "./genomeLayout.js";

export interface GestureOptions {
  /** It grows when all variants are there. */
  layout(): GenomeLayout;
  /** Bases of the closest view. */
  narrowest: number;
  span(): GenomeSpan;
  move(span: GenomeSpan): void;
  /** Of the points within the element, in CSS pixels. */
  frame(): {left: number; right: number};
  /** While a part is marked out with Shift: in pixels, null when that ends. */
  onBrush(range: [number, number] | null): void;
  onHover(point: {x: number; y: number} | null): void;
  onClick(point: {x: number; y: number}): void;
}

/**
 * Moves a view like a map: wheel over a focused chart (or with Ctrl), pinch, drag, Shift and drag to mark a part out,
 * arrow keys, + and −, 0 for everything. Without focus the wheel scrolls the page, as everywhere.
 */
export function listenToGestures(element: HTMLElement, options: GestureOptions): void {
  const {layout, narrowest, span, move, frame, onBrush, onHover, onClick} = options;
  const pointers = new Map<number, {x: number; y: number}>();
  let start: {x: number; y: number; brush: boolean; moved: boolean} | null = null;
  const at = (event: MouseEvent): {x: number; y: number} => {
    const box = element.getBoundingClientRect();
    return {x: event.clientX - box.left, y: event.clientY - box.top};
  };
  const placeOf = (x: number): number => {
    const [{from, to}, {left, right}] = [span(), frame()];
    return from + ((x - left) / (right - left)) * (to - from);
  };
  const shift = (pixels: number): void => {
    const [{from, to}, {left, right}] = [span(), frame()];
    move(spanAround(layout(), (from + to) / 2 - (pixels * (to - from)) / (right - left), to - from));
  };
  const zoom = (factor: number, x: number): void => move(zoomed(layout(), span(), factor, placeOf(x), narrowest));

  element.addEventListener(
    "wheel",
    (event) => {
      if (!event.ctrlKey && !event.metaKey && !element.contains(document.activeElement)) return;
      event.preventDefault();
      const unit = event.deltaMode === 1 ? 16 : 1;
      if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) shift(-event.deltaX * unit);
      else zoom(Math.exp(-event.deltaY * unit * (event.ctrlKey ? 0.01 : 0.0025)), at(event).x);
    },
    {passive: false}
  );
  element.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || (event.target as Element).closest("button")) return;
    element.focus({preventScroll: true});
    pointers.set(event.pointerId, at(event));
    const whole = span().to - span().from >= layout().total;
    start = {...at(event), brush: (event.shiftKey || whole) && event.pointerType !== "touch", moved: false};
  });
  element.addEventListener("pointermove", (event) => {
    const before = pointers.get(event.pointerId);
    const now = at(event);
    if (!before || !start) return onHover((event.target as Element).closest("button") ? null : now);
    if (!start.moved && Math.hypot(now.x - start.x, now.y - start.y) < 4) return;
    if (!start.moved) element.setPointerCapture(event.pointerId);
    start.moved = true;
    onHover(null);
    pointers.set(event.pointerId, now);
    if (pointers.size === 2) {
      const other = [...pointers].find(([id]) => id !== event.pointerId)![1];
      zoom(Math.abs(now.x - other.x) / Math.max(8, Math.abs(before.x - other.x)), (now.x + other.x) / 2);
    } else if (start.brush) onBrush([start.x, now.x]);
    else shift(now.x - before.x);
  });
  const end = (event: PointerEvent): void => {
    if (!pointers.delete(event.pointerId) || !start) return;
    const now = at(event);
    if (start.brush) {
      onBrush(null);
      const [from, to] = [placeOf(start.x), placeOf(now.x)].sort((a, b) => a - b);
      if (start.moved && event.type === "pointerup")
        move(spanAround(layout(), (from + to) / 2, Math.max(narrowest, to - from)));
    }
    if (!start.moved && event.type === "pointerup") onClick(now);
    if (pointers.size === 0) start = null;
  };
  element.addEventListener("pointerup", end);
  element.addEventListener("pointercancel", end);
  element.addEventListener("pointerleave", () => onHover(null));
  element.addEventListener("keydown", (event) => {
    if (event.target !== element || event.ctrlKey || event.metaKey || event.altKey) return;
    const {left, right} = frame();
    const middle = (left + right) / 2;
    const act: Record<string, () => void> = {
      ArrowLeft: () => shift((right - left) / 5),
      ArrowRight: () => shift((left - right) / 5),
      "+": () => zoom(2, middle),
      "=": () => zoom(2, middle),
      "-": () => zoom(1 / 2, middle),
      "0": () => move({from: 0, to: layout().total}),
      Home: () => move({from: 0, to: layout().total})
    };
    if (!act[event.key]) return;
    event.preventDefault();
    act[event.key]();
  });
}

/** The span that is `factor` times closer, with `place` where it was. */
export function zoomed(
  layout: GenomeLayout,
  {from, to}: GenomeSpan,
  factor: number,
  place: number,
  narrowest: number
): GenomeSpan {
  const width = Math.min(layout.total, Math.max(narrowest, (to - from) / factor));
  const left = place - ((place - from) / (to - from)) * width;
  return spanAround(layout, left + width / 2, width);
}
