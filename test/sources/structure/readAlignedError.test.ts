import {describe, expect, it} from "vitest";
import {readAlignedError} from "../../../data-loaders/sources/structure/readAlignedError.js";
import {inputErrorOf, temporaryFolder} from "../temporary.js";

const folder = temporaryFolder();
const rows = {
  predicted_aligned_error: [
    [0, 4],
    [3.5, 1]
  ],
  max_predicted_aligned_error: 31.75
};

async function read(json: unknown) {
  return readAlignedError(folder.write("pae.json", typeof json === "string" ? json : JSON.stringify(json)), 2);
}

describe("readAlignedError(input, residues)", () => {
  it("reads rows, and the lists of the first versions", async () => {
    const expected = {residues: 2, most: 31.75, values: Float32Array.of(0, 4, 3.5, 1)};
    expect(await read([rows])).toEqual(expected);
    expect(await read(rows)).toEqual(expected);
    const lists = {
      residue1: [1, 1, 2, 2],
      residue2: [1, 2, 1, 2],
      distance: [0, 4, 3.5, 1],
      max_predicted_aligned_error: 31.75
    };
    expect(await read([lists])).toEqual(expected);
    const rounded = {...rows, predicted_aligned_error: [[0, 32], [4, 1]]}; // prettier-ignore
    expect((await read([rounded])).values).toEqual(Float32Array.of(0, 31.75, 4, 1));
  });

  it("refuses an error of another protein or out of range", async () => {
    const problem = (json: unknown) => inputErrorOf(() => read(json));
    expect(await problem([{...rows, predicted_aligned_error: [[0]]}])).toBe(
      "pae.json: is of 1 residues, but the model has 2; are they of one protein?"
    );
    expect(
      await problem([
        {
          ...rows,
          predicted_aligned_error: [
            [0, 1, 2],
            [1, 2]
          ]
        }
      ])
    ).toBe("pae.json: is of 3 residues, but the model has 2; are they of one protein?");
    expect(
      await problem([
        {
          ...rows,
          predicted_aligned_error: [
            [0, 33],
            [1, 0]
          ]
        }
      ])
    ).toBe("pae.json: the error of residues 1 and 2 is not within 0–31.75");
    expect(await problem("{")).toBe("pae.json: is not JSON; expected the predicted aligned error of AlphaFold DB");
    expect(await problem({pae: []})).toMatch(/has no predicted_aligned_error/);
    const lists = {
      residue1: [1, 1, 2, 2],
      residue2: [1, 2, 1, 1],
      distance: [0, 4, 3, 1],
      max_predicted_aligned_error: 9
    };
    expect(await problem([lists])).toBe("pae.json: the error of residues 2 and 2 is not within 0–9");
    expect(await problem([{...lists, residue2: [1, 2, 1, 3]}])).toBe(
      "pae.json: pair 4 is outside the model's 2 residues"
    );
    expect(await problem([{...lists, distance: [1]}])).toBe(
      "pae.json: has 1 pairs, but a model of 2 residues has 4; are they of one protein?"
    );
  });
});
