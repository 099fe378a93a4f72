import {describe, expect, it} from "vitest";
import {moveInGrid} from "../../../src/components/variants/moveInGrid.js";

const size = {rows: 100, columns: 5, page: 10};

describe("moveInGrid(key, ctrl, place, size)", () => {
  it.each([
    ["ArrowDown", false, {row: 0, column: 2}, {row: 1, column: 2}],
    ["ArrowDown", false, {row: 99, column: 2}, {row: 99, column: 2}],
    ["ArrowUp", false, {row: 0, column: 2}, {row: -1, column: 2}],
    ["ArrowUp", false, {row: -1, column: 2}, {row: -1, column: 2}],
    ["ArrowLeft", false, {row: 3, column: 0}, {row: 3, column: 0}],
    ["ArrowRight", false, {row: 3, column: 0}, {row: 3, column: 1}],
    ["PageDown", false, {row: 95, column: 1}, {row: 99, column: 1}],
    ["PageUp", false, {row: 4, column: 1}, {row: 0, column: 1}],
    ["Home", false, {row: 4, column: 3}, {row: 4, column: 0}],
    ["End", false, {row: 4, column: 3}, {row: 4, column: 4}],
    ["Home", true, {row: 4, column: 3}, {row: 0, column: 0}],
    ["End", true, {row: 4, column: 3}, {row: 99, column: 4}]
  ])("%s (ctrl %s) leads from %o to %o", (key, ctrl, from, to) => {
    expect(moveInGrid(key, ctrl, from, size)).toEqual(to);
  });

  it("leaves other keys alone", () => {
    expect(moveInGrid("Enter", false, {row: 0, column: 0}, size)).toBeNull();
  });
});
