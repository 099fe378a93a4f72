import {randomStream} from "./randomStream.js";

export type Point = readonly [x: number, y: number, z: number];

/** The atoms of one residue's backbone, in ångström. */
export interface Backbone {
  n: Point;
  ca: Point;
  c: Point;
  o: Point;
}

/** A run of residues that wind the same way, or a loop whose way is looked for. */
export interface Segment {
  kind: "helix" | "loop";
  length: number;
}

/** φ and ψ in degrees. Helix: Barlow & Thornton 1988, J Mol Biol 201:601. */
const helix: Dihedrals = [-62, -41];
/** Where loops of real proteins lie most: β, polyproline II, α and left-handed α. */
const loops: readonly Dihedrals[] = [
  [-120, 130],
  [-75, 145],
  [-80, -20],
  [57, 40]
];
type Dihedrals = readonly [phi: number, psi: number];

/** Closer than that, in ångström, α carbons that are no neighbours clash. */
const clash = 4.5;
const tries = 4_000;

/**
 * A backbone of helices and loops that crosses itself nowhere: of many drawn from the seed, the most compact. It is the
 * chain of no protein. Bond lengths and angles: Engh & Huber 1991, Acta Cryst A47:392.
 */
export function foldChain(seed: number, segments: readonly Segment[]): Backbone[] {
  const random = randomStream(seed, "fold");
  let best: {chain: Backbone[]; radius: number} | null = null;
  for (let i = 0; i < tries; ++i) {
    const chain = build(
      segments.flatMap(({kind, length}) =>
        Array.from({length}, (): Dihedrals => {
          const [phi, psi] = kind === "helix" ? helix : loops[Math.floor(random() * loops.length)];
          const spread = kind === "helix" ? 4 : 24;
          return [phi + spread * (random() - 0.5), psi + spread * (random() - 0.5)];
        })
      )
    );
    const radius = meanDistance(chain);
    if ((best === null || radius < best.radius) && !crosses(chain)) best = {chain, radius};
  }
  if (!best) throw new Error("no chain was found that does not cross itself");
  return best.chain;
}

function build(dihedrals: readonly Dihedrals[]): Backbone[] {
  const chain: Backbone[] = [];
  let [n, ca, c]: Point[] = [
    [0, 0, 0],
    [1.458, 0, 0],
    [2.009, 1.42, 0]
  ];
  dihedrals.forEach(([, psi], i) => {
    chain.push({n, ca, c, o: placed(n, ca, c, {length: 1.231, angle: 120.8, dihedral: psi + 180})});
    const [nextPhi] = dihedrals[i + 1] ?? [-60];
    const nextN = placed(n, ca, c, {length: 1.329, angle: 116.2, dihedral: psi});
    const nextCa = placed(ca, c, nextN, {length: 1.458, angle: 121.7, dihedral: 180});
    [n, ca, c] = [nextN, nextCa, placed(c, nextN, nextCa, {length: 1.525, angle: 111.2, dihedral: nextPhi})];
  });
  return chain;
}

/**
 * The atom that is bound to `c`, at an angle to `b` and a dihedral to `a`, both in degrees.
 * Parsons and others 2005, J Comput Chem 26:1063.
 */
function placed(
  a: Point,
  b: Point,
  c: Point,
  {length, angle, dihedral}: {length: number; angle: number; dihedral: number}
): Point {
  const [theta, tau] = [(angle * Math.PI) / 180, (dihedral * Math.PI) / 180];
  const axis = unit(minus(c, b));
  const normal = unit(cross(minus(b, a), axis));
  const side = cross(normal, axis);
  const along = -length * Math.cos(theta);
  const out = length * Math.sin(theta) * Math.cos(tau);
  const up = length * Math.sin(theta) * Math.sin(tau);
  return [0, 1, 2].map((k) => c[k] + along * axis[k] + out * side[k] + up * normal[k]) as unknown as Point;
}

function meanDistance(chain: readonly Backbone[]): number {
  const centre = [0, 1, 2].map((k) => chain.reduce((sum, {ca}) => sum + ca[k], 0) / chain.length) as unknown as Point;
  return chain.reduce((sum, {ca}) => sum + Math.hypot(...minus(ca, centre)), 0) / chain.length;
}

function crosses(chain: readonly Backbone[]): boolean {
  return chain.some(({ca}, i) => chain.slice(i + 3).some((other) => Math.hypot(...minus(ca, other.ca)) < clash));
}

function minus(a: Point, b: Point): [number, number, number] {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
}

function cross(a: Point, b: Point): Point {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

function unit(a: Point): Point {
  const length = Math.hypot(...a);
  return [a[0] / length, a[1] / length, a[2] / length];
}
