import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {learnGroups, likenessOf, shareBetweenGroups} from "../../../data-loaders/tables/ancestry/groupModel.js";
import {randomStream} from "../../../data-loaders/sources/synthetic/randomStream.js";

const first = [0, 0, 2, 1, 1, 3, -1, 1, 3, 2];
const second = [6, 5, 8, 5.5, 7, 8, 5, 7, 9, 9, 6, 7];
const places = Float64Array.from([...first, ...second]);
const codes = [0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1];

describe("likenessOf(place, model)", () => {
  // scipy: multivariate_normal(G.mean(0), np.cov(G.T)).logpdf([3, 3]), normalised over both groups, and
  // f.sf(d2 * n * (n - 2) / (2 * (n * n - 1)), 2, n - 2) with the squared Mahalanobis distance d2
  it("is what scipy makes of two groups", () => {
    const {probabilities, typicality} = likenessOf(Float64Array.of(3, 3), learnGroups(places, 2, codes, 2)!);
    expect(probabilities[0]).toBeCloseTo(0.97825955, 7);
    expect(probabilities[1]).toBeCloseTo(0.02174045, 7);
    expect(typicality[0]).toBeCloseTo(0.5298893930549099, 10);
    expect(typicality[1]).toBeCloseTo(0.14054290478589354, 10);
  });

  it("takes somebody far from all for a stranger to each, however sure the likeliest group is", () => {
    const {probabilities, typicality} = likenessOf(Float64Array.of(500, -500), learnGroups(places, 2, codes, 2)!);
    expect(Math.max(...probabilities)).toBeGreaterThan(0.999);
    expect(Math.max(...typicality)).toBeLessThan(0.001);
  });

  it("is the same under other names of the groups, and in another order of the people", () => {
    const random = randomStream(4, "groups");
    const many = Float64Array.from({length: 3 * 90}, (_, i) => random() + 2 * (Math.floor(i / 3) % 3) * (i % 3));
    const groups = Array.from({length: 90}, (_, i) => i % 3);
    const model = learnGroups(many, 3, groups, 3)!;
    fc.assert(
      fc.property(
        fc.shuffledSubarray([0, 1, 2], {minLength: 3}),
        fc.shuffledSubarray([...groups.keys()], {minLength: 90}),
        (names, order) => {
          const other = learnGroups(
            Float64Array.from(order.flatMap((person) => [...many.subarray(3 * person, 3 * person + 3)])),
            3,
            order.map((person) => names[groups[person]]),
            3
          )!;
          const place = Float64Array.of(1, 2, 3);
          const [a, b] = [likenessOf(place, model), likenessOf(place, other)];
          names.forEach((name, group) => {
            expect(b.probabilities[name]).toBeCloseTo(a.probabilities[group], 9);
            expect(b.typicality[name]).toBeCloseTo(a.typicality[group], 9);
          });
        }
      ),
      {seed: 1, numRuns: 40}
    );
  });

  it("takes a share of a group's own people for strangers that is what it says", () => {
    const random = randomStream(9, "own");
    const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    let [strange, of] = [0, 0];
    for (let time = 0; time < 40; ++time) {
      const model = learnGroups(Float64Array.from({length: 4 * 30}, normal), 4, new Int16Array(30), 1)!;
      for (let i = 0; i < 500; ++i) {
        if (likenessOf(Float64Array.from({length: 4}, normal), model).typicality[0] < 0.05) ++strange;
        ++of;
      }
    }
    expect(Math.abs(strange / of - 0.05)).toBeLessThan(0.01);
  });
});

describe("learnGroups(places, dimensions, codes, groups)", () => {
  it("leaves out people without a group, and needs more people than dimensions", () => {
    const model = learnGroups(places, 2, [0, 0, 0, 0, -1, 1, 1, 1, 1, 1, 1], 2)!;
    expect(model.groups.map(({people}) => people)).toEqual([4, 6]);
    expect([...model.groups[0].mean]).toEqual([0.5, 1.25]);
    expect(learnGroups(places, 2, [0, 0, -1, -1, -1, 1, 1, 1, 1, 1, 1], 2)).toBeNull();
    expect(learnGroups(new Float64Array(22), 2, codes, 2)).toBeNull();
  });
});

describe("shareBetweenGroups(places, dimensions, codes, groups)", () => {
  it("is 1 where groups are all alike, 0 where they do not differ, and skips people without a group", () => {
    const given = Float64Array.from([1, 0, 0, 2, 1, 4, 5, 0, 0, 6, 1, 4, 99, 99, 99]);
    const shares = shareBetweenGroups(given, 3, [0, 0, 1, 1, -1], 2);
    expect([...shares].map((share) => Number(share.toFixed(6)))).toEqual([0.941176, 0, 0]);
    expect([...shareBetweenGroups(Float64Array.of(1, 1, 3, 3), 1, [0, 0, 1, 1], 2)]).toEqual([1]);
  });
});
