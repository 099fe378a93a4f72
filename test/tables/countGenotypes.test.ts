import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {countGenotypesPlainly, createCounter} from "../../data-loaders/tables/countGenotypes.js";

/** Bytes from a small seeded generator: every genotype code, padding bits included, which nobody must count. */
function randomGenotypes(people: number, variants: number, seed: number): Uint8Array {
  let state = seed >>> 0;
  return Uint8Array.from({length: Math.ceil(people / 4) * variants}, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 24;
  });
}

async function expectAgreement(cells: Int32Array, cellCount: number, variants: number, seed: number): Promise<void> {
  const people = {people: cells.length, cells, cellCount};
  const genotypes = randomGenotypes(cells.length, variants, seed);
  const counter = await createCounter(people);
  expect(counter.count(genotypes, variants)).toEqual(countGenotypesPlainly(genotypes, variants, people));
}

describe("createCounter({people, cells, cellCount})", () => {
  it("counts the four codes of one variant, person by person", async () => {
    // People 0–4: het, hom ref, missing, hom alt; het. Person 3 is not counted.
    const genotypes = Uint8Array.of(0b00_01_11_10, 0b10);
    const {count} = await createCounter({people: 5, cells: Int32Array.of(0, 0, 1, -1, 1), cellCount: 2});
    expect([...count(genotypes, 1)]).toEqual([0, 0, 1, 1, 0, 1, 1, 0]);
  });

  it("agrees with the plain loop for any people, cells and variants", async () => {
    const input = fc.record({
      cells: fc.integer({min: 1, max: 6}).chain((cellCount) =>
        fc.record({
          cellCount: fc.constant(cellCount),
          cells: fc.int32Array({minLength: 1, maxLength: 90, min: -1, max: cellCount - 1})
        })
      ),
      variants: fc.integer({min: 0, max: 70}),
      seed: fc.nat()
    });
    await fc.assert(
      fc.asyncProperty(input, ({cells: {cells, cellCount}, variants, seed}) =>
        expectAgreement(cells, cellCount, variants, seed)
      ),
      {seed: 20261123, numRuns: 150}
    );
  });

  it.each([254, 255, 256, 511, 1021])("agrees with the plain loop for %i people in one cell", (people) =>
    expectAgreement(new Int32Array(people), 1, 33, people)
  );

  it.each([4095, 4096, 4097, 9001])("agrees with the plain loop for %i people, whatever the blocks", (people) =>
    expectAgreement(
      Int32Array.from({length: people}, (_, person) => ((person * 7) % 23) - 1),
      22,
      19,
      people
    )
  );

  it("agrees with the plain loop over many variants, counted in several pieces", () =>
    expectAgreement(
      Int32Array.from({length: 2504}, (_, person) => person % 20),
      20,
      1003,
      1
    ));

  it("counts nothing where nobody is in a cell", async () => {
    await expectAgreement(new Int32Array(10).fill(-1), 3, 20, 1);
    await expectAgreement(new Int32Array(10).fill(-1), 0, 20, 1);
  });

  it("gives counts that the next call does not change", async () => {
    const {count} = await createCounter({people: 4, cells: new Int32Array(4), cellCount: 1});
    const first = count(Uint8Array.of(0), 1);
    count(Uint8Array.of(255), 1);
    expect([...first]).toEqual([4, 0, 0, 0]);
  });

  it("refuses cells of another number of people", async () => {
    await expect(createCounter({people: 5, cells: new Int32Array(4), cellCount: 1})).rejects.toThrow(
      "cells for 4 people, genotypes of 5"
    );
  });
});
