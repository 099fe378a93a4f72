import {availableParallelism} from "node:os";
import {Worker, type TransferListItem} from "node:worker_threads";
import {InputError} from "../sources/inputError.js";
import {bundleModule} from "./bundleModule.js";

/**
 * What a task module exports by default. `result` must survive structured cloning; `transfer` moves its buffers.
 * A module may also export `prepare(): Promise<void>`, which each thread runs once before its first shard.
 */
export type Task<S, D, R> = (shard: S, data: D) => Promise<{result: R; transfer?: TransferListItem[]}>;

/** Shards per thread that wait, run or are finished ahead of the consumer: memory does not grow with their number. */
const shardsAhead = 2;

export interface PoolOptions {
  /** Worker threads; default: one per processor, and never more than shards. */
  threads?: number;
  /** Called in shard order, when a shard's result is about to be handed over: how many are done. */
  onDone?: (done: number, of: number) => void;
}

/**
 * Runs the task module at URL `task` on every shard, in worker threads, and yields the results in the order of shards.
 * `data` is sent once to each thread; put what is large into a SharedArrayBuffer.
 * At most two shards per thread are waiting, running or finished ahead of the consumer. The first error in shard order
 * is thrown with its class (InputError) and message and stops everything, as does leaving the loop early.
 */
export async function* mapShards<S, D, R>(
  shards: readonly S[],
  task: URL,
  data: D,
  {threads = availableParallelism(), onDone}: PoolOptions = {}
): AsyncGenerator<R, void, undefined> {
  if (shards.length === 0) return;
  yield* startThreads<S, D, R>(task, Math.min(threads, shards.length)).map(shards, data, onDone);
}

export interface Threads<S, D, R> {
  /** As `mapShards`, but starts at once; may be called once. Taking its results to the end, or leaving, ends the threads. */
  map(shards: readonly S[], data: D, onDone?: PoolOptions["onDone"]): AsyncGenerator<R, void, undefined>;
  /** Ends the threads; needed where the results of `map` are not taken. */
  stop(): Promise<void>;
}

/**
 * Starts the threads of a `map` that comes later, so that they load the task, and run what it exports as `prepare`,
 * while the caller is still finding out what there is to do.
 */
export function startThreads<S, D, R>(task: URL, threads: number = availableParallelism()): Threads<S, D, R> {
  const starting = bundleModule(task).then((bundle) =>
    Array.from({length: Math.max(1, threads)}, () => new TaskWorker(bundle))
  );
  // Reported by `map`; until then nobody waits for it.
  starting.catch(() => {});
  return {
    map(shards, data, onDone) {
      const results = starting.then((workers) => {
        for (const worker of workers) worker.send({data});
        return inOrder<S, R>(workers, shards, onDone);
      });
      results.catch(() => {});
      return untilStopped(results);
    },
    stop
  };

  async function* untilStopped(
    results: Promise<AsyncGenerator<R, void, undefined>>
  ): AsyncGenerator<R, void, undefined> {
    try {
      yield* await results;
    } finally {
      await stop();
    }
  }

  async function stop(): Promise<void> {
    const workers = await starting.catch(() => []);
    await Promise.all(workers.map((worker) => worker.stop()));
  }
}

function inOrder<S, R>(
  workers: TaskWorker[],
  shards: readonly S[],
  onDone?: PoolOptions["onDone"]
): AsyncGenerator<R, void, undefined> {
  const ahead: Promise<Reply>[] = [];
  let next = 0;
  fill();
  return results();

  function fill(): void {
    for (; next < shards.length && ahead.length < shardsAhead * workers.length; ++next) {
      const leastBusy = workers.reduce((a, b) => (b.pending < a.pending ? b : a));
      ahead.push(leastBusy.run(shards[next]));
    }
  }

  async function* results(): AsyncGenerator<R, void, undefined> {
    for (let done = 0; done < shards.length; ++done) {
      fill();
      const reply = await ahead.shift()!;
      if ("error" in reply) throw revive(reply.error);
      onDone?.(done + 1, shards.length);
      yield reply.result as R;
    }
  }
}

/** A thread that runs one shard at a time, in the order in which they were given. */
class TaskWorker {
  private readonly worker: Worker;
  private readonly answers: ((reply: Reply) => void)[] = [];
  private failure: Reply | null = null;
  private stopping = false;

  constructor(bundle: URL) {
    // No execArgv: a TypeScript loader of the main thread would only delay the start.
    this.worker = new Worker(workerSource, {eval: true, workerData: bundle.href, execArgv: []});
    this.worker.on("message", (reply: Reply) => this.settle(reply));
    this.worker.on("error", (error) => this.fail(describe(error)));
    this.worker.on("exit", (code) => {
      if (!this.stopping)
        this.fail({name: "Error", message: `a worker thread ended without a result (exit code ${code})`});
    });
  }

  /** Shards that wait or are run. */
  get pending(): number {
    return this.answers.length;
  }

  /** Throws what cannot be cloned. */
  send(message: {data: unknown} | {shard: unknown}): void {
    this.worker.postMessage(message);
  }

  /** Never rejects: an error is a reply too, so that it can wait for its turn. */
  run(shard: unknown): Promise<Reply> {
    if (this.failure) return Promise.resolve(this.failure);
    try {
      this.send({shard});
    } catch (error) {
      return Promise.resolve({error: describe(error)});
    }
    return new Promise((resolve) => this.answers.push(resolve));
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await this.worker.terminate();
  }

  private settle(reply: Reply): void {
    this.answers.shift()?.(reply);
  }

  private fail(error: PlainError): void {
    this.failure ??= {error};
    while (this.pending > 0) this.settle(this.failure);
  }
}

type Reply = {result: unknown} | {error: PlainError};

interface PlainError {
  name: string;
  message: string;
  stack?: string;
  file?: string;
  line?: number | null;
  what?: string;
}

function describe(error: unknown): PlainError {
  const {name, message, stack, file, line, what} = error as PlainError;
  return {name: name ?? "Error", message: message ?? String(error), stack, file, line, what};
}

function revive({name, message, stack, file, line, what}: PlainError): Error {
  const error =
    name === "InputError" && file !== undefined && what !== undefined
      ? new InputError(file, line ?? null, what)
      : Object.assign(new Error(message), {name});
  if (stack) error.stack = stack;
  return error;
}

/** Runs in the thread. The task is loaded and prepared before the first shard arrives. */
const workerSource = `
const {parentPort, workerData} = require("node:worker_threads");
const task = import(workerData).then(async (module) => {
  await module.prepare?.();
  return module.default;
});
task.catch(() => {});
let data;
let last = Promise.resolve();
parentPort.on("message", (message) => {
  if ("data" in message) data = message.data;
  else last = last.then(() => run(message));
});
async function run(message) {
  try {
    const {result, transfer} = await (await task)(message.shard, data);
    parentPort.postMessage({result}, transfer);
  } catch (error) {
    const {name, message, stack, file, line, what} = error ?? {};
    parentPort.postMessage({error: {name: name ?? "Error", message: message ?? String(error), stack, file, line, what}});
  }
}
`;
