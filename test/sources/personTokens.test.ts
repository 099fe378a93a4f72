import {expect, it} from "vitest";
import {personTokens, tokenBytes} from "../../data-loaders/sources/personTokens.js";

it("personTokens(ids, count) are the first 16 bytes of each id's SHA-256", () => {
  // printf abc | sha256sum (also FIPS 180-2, appendix B.1); printf HG00096 | sha256sum
  const tokens = personTokens(["abc", "HG00096"], 2);
  expect(tokenBytes).toBe(16);
  expect(Buffer.from(tokens.subarray(0, 16)).toString("hex")).toBe("ba7816bf8f01cfea414140de5dae2223");
  expect(Buffer.from(tokens.subarray(16)).toString("hex")).toBe("dc3fc49841f4898df563f0961b436b72");
});

it("personTokens(ids, count) depend on the id alone, not on its place", () => {
  const one = personTokens(["a", "b", "c"], 3);
  const other = personTokens(new Set(["c", "a"]), 2);
  expect(other).toEqual(Uint8Array.of(...one.subarray(32, 48), ...one.subarray(0, 16)));
  expect(personTokens([], 0)).toHaveLength(0);
});
