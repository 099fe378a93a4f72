/** What a release is doing. `done` of `of` shards; `variants` were counted so far. */
export interface Progress {
  phase: string;
  done: number;
  of: number;
  variants: number;
}

export type OnProgress = (progress: Progress) => void;

/** Shows progress on stderr: a bar on a terminal, a line every few seconds elsewhere. Call `stop` when all is done. */
export async function progressOnStderr(): Promise<{onProgress: OnProgress; stop: () => void}> {
  return process.stderr.isTTY ? progressBar() : sparseLines();
}

async function progressBar(): Promise<{onProgress: OnProgress; stop: () => void}> {
  const {default: cliProgress} = await import("cli-progress");
  const bar = new cliProgress.SingleBar({
    format: "{phase} {bar} {percentage} % | {variants} variants, {rate} | {left} left",
    stream: process.stderr,
    hideCursor: true,
    clearOnComplete: true
  });
  const started = performance.now();
  let running = false;
  return {
    onProgress(progress) {
      const {phase, done, of} = progress;
      if (of === 0) return;
      const payload = {phase, variants: count(progress.variants), ...pace(progress, performance.now() - started)};
      if (running) bar.update(done, payload);
      else bar.start(of, done, payload);
      running = true;
    },
    stop: () => bar.stop()
  };
}

/** Milliseconds between lines where there is no terminal, and before the first: short work says nothing. */
const lineInterval = 5000;

function sparseLines(): {onProgress: OnProgress; stop: () => void} {
  const started = performance.now();
  let last = started;
  return {
    onProgress(progress) {
      const now = performance.now();
      if (now - last < lineInterval || progress.of === 0) return;
      last = now;
      const {rate, left} = pace(progress, now - started);
      const share = Math.floor((100 * progress.done) / progress.of);
      console.error(`${progress.phase}: ${share} %, ${count(progress.variants)} variants, ${rate}, ${left} left`);
    },
    stop() {}
  };
}

/** Rate and time left at `elapsed` milliseconds after the start. */
export function pace({done, of, variants}: Progress, elapsed: number): {rate: string; left: string} {
  if (done === 0 || elapsed <= 0) return {rate: "–", left: "–"};
  const seconds = ((elapsed / 1000) * (of - done)) / done;
  return {
    rate: `${count(Math.round((1000 * variants) / elapsed))}/s`,
    left: seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / 60)} min`
  };
}

function count(n: number): string {
  return n.toLocaleString("en");
}
