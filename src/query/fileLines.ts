export interface FileLine {
  /** Without its line feed. */
  text: string;
  /** Bytes of the file before the line. */
  start: number;
  /** Its length in the file, line feed included. */
  bytes: number;
  /** Why it cannot be read; the last line of the file then. */
  fault: string | null;
}

/** No entry is nearly as long; a file without line ends must not fill the memory. */
const longestLine = 4 << 20;

const lineFeed = 10;

/** The bytes of a file as they come. Not every browser lets a stream be read by `for await`. */
export async function* chunksOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = stream.getReader();
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value;
  } finally {
    await reader.cancel();
  }
}

/** The lines of a file that is UTF-8 and ends with a line feed. The first that is not so comes with its fault and is the last. */
export async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<FileLine, void, undefined> {
  let rest = new Uint8Array(0);
  let start = 0;
  for await (const chunk of chunks) {
    const bytes = joined(rest, chunk);
    let from = 0;
    for (let to = bytes.indexOf(lineFeed); to >= 0; to = bytes.indexOf(lineFeed, from)) {
      const line = lineOf(bytes.subarray(from, to), start);
      yield line;
      if (line.fault) return;
      start += line.bytes;
      from = to + 1;
    }
    rest = bytes.slice(from);
    if (rest.length > longestLine) {
      yield {text: "", start, bytes: rest.length, fault: "The line is longer than any line of a decision log."};
      return;
    }
  }
  if (rest.length > 0)
    yield {text: "", start, bytes: rest.length, fault: "The line has no end: the file may be cut short."};
}

// A byte order mark is kept, so that it is noticed.
const decoder = new TextDecoder("utf-8", {fatal: true, ignoreBOM: true});

function lineOf(bytes: Uint8Array, start: number): FileLine {
  try {
    return {text: decoder.decode(bytes), start, bytes: bytes.length + 1, fault: null};
  } catch {
    return {
      text: "",
      start,
      bytes: bytes.length + 1,
      fault: "The line is not text in UTF-8: bytes of it were altered."
    };
  }
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(a.length + b.length);
  bytes.set(a);
  bytes.set(b, a.length);
  return bytes;
}
