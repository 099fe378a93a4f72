import {describe, expect, it} from "vitest";
import {reconstructBits} from "../../../data-loaders/disclosure/audit/reconstruct.js";
import {costOf, spend, type RhoLedger} from "../../../data-loaders/disclosure/rhoLedger.js";
import {seeded} from "./seeded.js";
import {normal} from "./simulated.js";

const random = seeded(3);

describe("reconstructBits(queries, answers)", () => {
  it("solves queries about one person each", () => {
    const queries = [0, 1, 2].map((person) => Uint8Array.from([0, 1, 2], (other) => Number(other === person)));
    expect([...reconstructBits(queries, Float64Array.of(1, 0, 1))]).toEqual([1, 0, 1]);
    expect(() => reconstructBits(queries, Float64Array.of(1))).toThrow("1 answers to 3 queries");
    expect([...reconstructBits([], new Float64Array(0))]).toEqual([]);
  });

  it("stays between 0 and 1: an answer that nobody could have given pulls to the end", () => {
    const pair = [Uint8Array.of(1, 1), Uint8Array.of(1, 0)];
    expect([...reconstructBits(pair, Float64Array.of(9, -9))]).toEqual([0, 1]);
  });

  // Section 3 of the privacy notes (privacy-sim/out4.txt): share of 100 people whose bit is recovered from q random
  // half subsets. Here the mean of more repetitions.
  it.each([
    ["exact", 200, 1, (y: number) => y],
    ["exact", 50, 0.9, (y: number) => y],
    ["rounded to 5", 100, 0.94, (y: number) => 5 * Math.round(y / 5)],
    ["rounded to 10", 200, 0.89, (y: number) => 10 * Math.round(y / 10)],
    ["noise of sd 2", 200, 0.93, noisy(2)],
    ["noise of sd 5", 200, 0.73, noisy(5)],
    ["noise of sd 20", 200, 0.56, noisy(20)]
  ])("recovers from answers that are %s, q = %i: %f", (_, queries, share, answer) => {
    expect(Math.abs(recoveredShare(100, queries, answer, 12) - share)).toBeLessThan(0.05);
  });
});

describe("a budget", () => {
  const total = 0.066;

  it.each([
    [10, 13],
    [20, 52],
    [30, 118],
    [50, 330]
  ])("of 0.066 lets through, with noise of sd %i, %i counts", (sd, allowed) => {
    expect(answersWithin(total, sd)).toBe(allowed);
  });

  it.each([10, 20, 30, 50])("of 0.066 keeps the recovered share at 0.60 or less with noise of sd %i", (sd) => {
    expect(recoveredShare(100, answersWithin(total, sd), noisy(sd), 20)).toBeLessThanOrEqual(0.6);
  });

  it("is all that does: without one, twice as many exact answers as people recover everybody", () => {
    expect(recoveredShare(100, 200, (y) => y, 5)).toBe(1);
  });
});

function noisy(sd: number): (count: number) => number {
  return (count) => Math.round(count + sd * normal(random));
}

function answersWithin(total: number, sd: number): number {
  let ledger: RhoLedger = {total, spent: 0};
  for (let answers = 0; ; ++answers) {
    const spending = spend(ledger, costOf(1, sd));
    if (spending.outcome === "refused") return answers;
    ({ledger} = spending);
  }
}

/** Random halves of `people`, each of whom has the bit with probability a half. */
function recoveredShare(people: number, queries: number, answer: (count: number) => number, repeats: number): number {
  let right = 0;
  for (let repeat = 0; repeat < repeats; ++repeat) {
    const secret = Uint8Array.from({length: people}, () => Number(random() < 0.5));
    const asked = Array.from({length: queries}, () => Uint8Array.from({length: people}, () => Number(random() < 0.5)));
    const answers = Float64Array.from(asked, (query) =>
      answer(query.reduce((sum, isIn, person) => sum + isIn * secret[person], 0))
    );
    const guess = reconstructBits(asked, answers);
    right += guess.filter((bit, person) => bit === secret[person]).length;
  }
  return right / (people * repeats);
}
