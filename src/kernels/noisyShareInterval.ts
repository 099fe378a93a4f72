import {wilsonInterval} from "./wilsonInterval.js";

const z95 = 1.959963984540054;

/**
 * 95 % interval of a share `count / people` whose counts both carry independent noise of standard deviation `noiseSd`, in
 * people: the distances of sampling (Wilson) and of the noise (a ratio's, by the delta method) are squared and added.
 * `count` is clamped to 0 … `people`; both ends lie in [0, 1]. [NaN, NaN] without people.
 *
 * Newcombe 1998, Stat Med 17:873, method 10, for how distances are added.
 */
export function noisyShareInterval(count: number, people: number, noiseSd: number): [low: number, high: number] {
  if (!(people > 0)) return [NaN, NaN];
  const within = Math.min(people, Math.max(0, count));
  const share = within / people;
  const [low, high] = wilsonInterval(within, people);
  const ofNoise = (z95 * noiseSd * Math.sqrt(1 + share * share)) / people;
  return [
    Math.max(0, share - Math.hypot(share - low, ofNoise)),
    Math.min(1, share + Math.hypot(high - share, ofNoise))
  ];
}
