import {html} from "htl";
import {formatCount} from "./formatNumber.js";

export interface LongWork {
  element: HTMLElement;
  onProgress(done: number, entries: number): void;
  isStopped(): boolean;
  /** Gives the page a turn, to draw and to notice a click. */
  breathe(): Promise<void>;
}

/** A bar, what has been read so far, and a button that stops; passed on to the work as its effects. `of`: bytes in all. */
export function longWork(label: string, of: number): LongWork {
  let stopped = false;
  const bar = html`<progress max=${Math.max(1, of)} value="0" aria-label=${label}></progress>` as HTMLProgressElement;
  const count = html`<span class="quiet">${label}</span>` as HTMLElement;
  const stop = () => void (stopped = true);
  return {
    element: html`<div class="controls">
      ${bar} ${count} <button type="button" onclick=${stop}>Stop</button>
    </div>` as HTMLElement,
    onProgress(done, entries) {
      bar.value = done;
      count.textContent = `${formatCount(entries)} entries read`;
    },
    isStopped: () => stopped,
    breathe: () => new Promise((resume) => setTimeout(resume))
  };
}
