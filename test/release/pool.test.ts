import {describe, expect, it} from "vitest";
import {mapShards, startThreads, type PoolOptions} from "../../data-loaders/release/pool.js";
import {InputError} from "../../data-loaders/sources/inputError.js";
import type {PoolShard} from "./fixtures/poolTask.js";

const task = new URL("./fixtures/poolTask.ts", import.meta.url);

interface Result {
  square: number;
  bytes: Uint8Array;
  threadId: number;
  beside: boolean;
  prepared: boolean;
}

function run(shards: PoolShard[], options: PoolOptions = {}) {
  const started = new Int32Array(new SharedArrayBuffer(4));
  return {started, results: mapShards<PoolShard, {started: Int32Array}, Result>(shards, task, {started}, options)};
}

async function all(results: AsyncIterable<Result>): Promise<Result[]> {
  const found: Result[] = [];
  for await (const result of results) found.push(result);
  return found;
}

const shards = (n: number): PoolShard[] => Array.from({length: n}, (_, index) => ({index}));

describe("mapShards(shards, task, data, options)", () => {
  it("gives the results in the order of shards, whichever is ready first", async () => {
    const slowFirst = shards(9).map((shard): PoolShard => (shard.index % 3 ? shard : {...shard, does: "waits"}));
    const done: number[] = [];
    const found = await all(run(slowFirst, {threads: 3, onDone: (n) => done.push(n)}).results);
    expect(found.map(({square}) => square)).toEqual([0, 1, 4, 9, 16, 25, 36, 49, 64]);
    expect(found.map(({bytes}) => bytes[3])).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(done).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it("uses several threads, one per shard at most", async () => {
    const waits = shards(4).map((shard): PoolShard => ({...shard, does: "waits"}));
    expect(new Set((await all(run(waits, {threads: 2}).results)).map(({threadId}) => threadId)).size).toBe(2);
    expect(new Set((await all(run(waits.slice(1, 2), {threads: 8}).results)).map(({threadId}) => threadId)).size).toBe(
      1
    );
  });

  it("gives nothing for no shards", async () => expect(await all(run([]).results)).toEqual([]));

  it("lets a bundled module find the files beside its source", async () => {
    expect((await all(run(shards(1)).results))[0].beside).toBe(true);
  });

  it("starts no more than two shards per thread ahead of a consumer that is slow", async () => {
    const {started, results} = run(shards(50), {threads: 2});
    for (let taken = 1; taken <= 3; ++taken) {
      await results.next();
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(Atomics.load(started, 0)).toBeLessThanOrEqual(4 + taken - 1);
    }
    await results.return();
  });

  it("keeps class, file, line and message of an InputError", async () => {
    const failing = all(run([{index: 0}, {index: 1, does: "throwInput"}, {index: 2}]).results);
    await expect(failing).rejects.toThrow(InputError);
    await expect(failing).rejects.toMatchObject({
      file: "x.vcf",
      line: 12,
      what: "too few columns",
      message: "x.vcf:12: too few columns"
    });
  });

  it("keeps name and message of any other error and stops: later shards are not started", async () => {
    const {started, results} = run([{index: 0, does: "throw"}, ...shards(40)], {threads: 2});
    await expect(all(results)).rejects.toMatchObject({name: "RangeError", message: "shard 0 is out of range"});
    const atError = Atomics.load(started, 0);
    expect(atError).toBeLessThanOrEqual(5);
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(Atomics.load(started, 0)).toBe(atError);
  });

  it("throws the earliest error in the order of shards", async () => {
    const failing = run([
      {index: 0, does: "waits"},
      {index: 1, does: "throwInput"},
      {index: 2, does: "throw"}
    ]);
    await expect(all(failing.results)).rejects.toThrow("x.vcf:12");
  });

  it("turns the end of a thread into an error", async () => {
    await expect(all(run([{index: 0, does: "exit"}, {index: 1}]).results)).rejects.toThrow(
      "a worker thread ended without a result (exit code 3)"
    );
  });

  it("turns a result that cannot be sent into an error", async () => {
    await expect(all(run([{index: 0, does: "uncloneable"}]).results)).rejects.toThrow("could not be cloned");
  });

  it("turns data that cannot be sent into an error", async () => {
    const unsendable = mapShards([() => 1], task, {started: new Int32Array(1)});
    await expect(unsendable.next()).rejects.toThrow("could not be cloned");
  });
});

describe("startThreads(task, threads)", () => {
  it("lets threads prepare themselves before they are told what to do", async () => {
    const threads = startThreads<PoolShard, {started: Int32Array}, Result>(task, 2);
    await new Promise((resolve) => setTimeout(resolve, 200));
    const data = {started: new Int32Array(new SharedArrayBuffer(4))};
    const found = await all(threads.map(shards(5), data));
    expect(found.map(({square, prepared}) => [square, prepared])).toEqual([0, 1, 4, 9, 16].map((n) => [n, true]));
  });

  it("can be stopped without having been used", async () => {
    await startThreads(task, 1).stop();
  });

  it("reports a task that does not exist when it is used", async () => {
    const threads = startThreads(new URL("./fixtures/noSuchTask.ts", import.meta.url), 1);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await expect(threads.map([1], {}).next()).rejects.toThrow("noSuchTask.ts");
    await threads.stop();
  });
});
