export interface ByteLine {
  /** Without the line break. */
  bytes: Uint8Array;
  /** Of its first byte, from the start of the file. */
  offset: number;
  /** False for what follows the last line break: a file that was cut. */
  ended: boolean;
}

const longestLine = 1_000_000;

/**
 * Lines of a stream of bytes, split at U+000A alone; holds one line and one piece of the stream at a time.
 * A line above 1 MB ends the reading, and counts as one that was cut.
 */
export async function* splitLines(stream: ReadableStream<Uint8Array>): AsyncGenerator<ByteLine[]> {
  const reader = stream.getReader();
  let rest: Uint8Array = new Uint8Array();
  let offset = 0;
  try {
    for (;;) {
      const {value, done} = await reader.read();
      if (done) break;
      const piece = join(rest, value);
      const lines: ByteLine[] = [];
      let from = 0;
      for (let to = piece.indexOf(10); to >= 0; to = piece.indexOf(10, from)) {
        lines.push({bytes: piece.subarray(from, to), offset: offset + from, ended: true});
        from = to + 1;
      }
      offset += from;
      rest = piece.subarray(from);
      if (lines.length > 0) yield lines;
      // No line of ours is as long; to go on would hold a whole foreign file in memory.
      if (rest.length > longestLine) break;
    }
    if (rest.length > 0) yield [{bytes: rest, offset, ended: false}];
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function join(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return b;
  const joined = new Uint8Array(a.length + b.length);
  joined.set(a);
  joined.set(b, a.length);
  return joined;
}
