import {html} from "htl";

let tips = 0;

/** One tip for a whole table: shown beside the cell that is pointed at or focused, and read out with it. */
export function cellTip(): {element: HTMLElement; show(cell: HTMLElement | null): void; hide(): void} {
  const id = `cell-tip-${(tips += 1)}`;
  const element = html`<div role="tooltip" id=${id} class="cell-tip" hidden></div>` as HTMLElement;
  let described: HTMLElement | null = null;
  const hide = (): void => {
    described?.removeAttribute("aria-describedby");
    described = null;
    element.hidden = true;
  };
  return {
    element,
    hide,
    show(cell) {
      if (cell === described) return;
      hide();
      if (!cell) return;
      described = cell;
      element.textContent = cell.dataset.tip ?? "";
      element.hidden = false;
      cell.setAttribute("aria-describedby", id);
      const box = cell.getBoundingClientRect();
      const {offsetWidth: width, offsetHeight: height} = element;
      const below = box.bottom + height + 6 < innerHeight;
      element.style.left = `${Math.max(8, Math.min(box.left, innerWidth - width - 8))}px`;
      element.style.top = `${below ? box.bottom + 4 : box.top - height - 4}px`;
    }
  };
}
