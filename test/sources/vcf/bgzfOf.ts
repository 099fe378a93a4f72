import {crc32, deflateRawSync} from "node:zlib";

export const endOfFileBlock = Buffer.from("1f8b08040000000000ff0600424302001b0003000000000000000000", "hex");

/** BGZF of a text in blocks of the sizes given, over and over, and where in the file each block begins. */
export function bgzfOf(text: Buffer, blockSizes: number[]): {bytes: Buffer; blocks: number[]} {
  const pieces: Buffer[] = [];
  const blocks: number[] = [];
  let length = 0;
  for (let at = 0, i = 0; at < text.length; ++i) {
    const size = blockSizes[i % blockSizes.length];
    const block = bgzfBlock(text.subarray(at, at + size));
    blocks.push(length);
    pieces.push(block);
    length += block.length;
    at += size;
  }
  return {bytes: Buffer.concat([...pieces, endOfFileBlock]), blocks};
}

function bgzfBlock(text: Buffer): Buffer {
  const data = deflateRawSync(text);
  const block = Buffer.alloc(18 + data.length + 8);
  Buffer.from("1f8b08040000000000ff060042430200", "hex").copy(block);
  block.writeUInt16LE(block.length - 1, 16);
  data.copy(block, 18);
  block.writeUInt32LE(crc32(text), block.length - 8);
  block.writeUInt32LE(text.length, block.length - 4);
  return block;
}
