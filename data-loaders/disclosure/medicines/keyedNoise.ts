import {createCipheriv} from "node:crypto";
import {discreteGaussian} from "../noise/discreteGaussian.js";
import {uniformFrom} from "../noise/randomBits.js";

/** A keyed hash of some texts, 64 hexadecimal digits; whoever does not have the key cannot foretell it. */
export type KeyedHash = (parts: string[]) => string;

/**
 * Discrete Gaussian noise, in people, that a count of a group gets whenever it is asked for: the same count of the same
 * group has the same noise in every row and every version, so that nothing is gained by asking often; another count has
 * noise of its own. `sigma` is an integer from 1.
 */
export function keyedNoise(hash: KeyedHash, group: string, count: number, sigma: number): number {
  const key = Buffer.from(hash(["noise of medicines", group, String(count), String(sigma)]), "hex");
  const stream = createCipheriv("aes-256-ctr", key, Buffer.alloc(16));
  const bits = uniformFrom((block) => {
    const bytes = stream.update(Buffer.alloc(block.byteLength));
    for (let i = 0; i < block.length; ++i) block[i] = bytes.readUInt32LE(4 * i);
  });
  return discreteGaussian(sigma, bits);
}
