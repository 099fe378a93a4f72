const newline = 10;
const carriageReturn = 13;
const pageBytes = 65536;

/**
 * Lines of a text that arrives in pieces, kept inside a WebAssembly memory so that a kernel can read them in place.
 * Only what is not yet taken is kept; memory grows when a line is longer than the window.
 */
export class LineWindow {
  /** The memory up to the last byte of text; replaced by every `append`. Offsets are addresses in the memory. */
  text: Buffer;
  /** The line that was taken last, without its line end: [from, end). */
  from: number;
  end: number;
  /** Number of that line, 1 for the first; 0 before it. */
  line = 0;

  private next: number;
  private searched: number;
  private dropped = 0;

  /** The text is kept from address `base` on; 64 bytes behind it are left free. */
  constructor(
    private readonly memory: WebAssembly.Memory,
    private readonly base: number,
    windowBytes: number
  ) {
    grow(memory, base + windowBytes);
    this.text = Buffer.from(memory.buffer, 0, base);
    this.from = this.end = this.next = this.searched = base;
  }

  /** Where in the whole text the next line begins, in bytes from its start. */
  get position(): number {
    return this.dropped + this.next - this.base;
  }

  /** Bytes of text not yet taken. */
  get waiting(): number {
    return this.text.length - this.next;
  }

  append(bytes: Uint8Array): void {
    if (this.text.length + bytes.length + 64 > this.memory.buffer.byteLength) this.makeRoom(bytes.length);
    const to = this.text.length;
    this.text = Buffer.from(this.memory.buffer, 0, to + bytes.length);
    this.text.set(bytes, to);
  }

  /** Takes the next line; false when its end has not arrived. */
  take(): boolean {
    const at = this.text.indexOf(newline, this.searched);
    if (at < 0) {
      this.searched = this.text.length;
      return false;
    }
    this.moveTo(at, at + 1);
    return true;
  }

  /** Takes a last line that nothing ends; false when there is none. */
  takeRest(): boolean {
    if (this.waiting === 0) return false;
    this.moveTo(this.text.length, this.text.length);
    return true;
  }

  private makeRoom(bytes: number): void {
    const kept = this.waiting;
    this.text.copyWithin(this.base, this.next);
    this.dropped += this.next - this.base;
    this.searched -= this.next - this.base;
    this.next = this.base;
    // Doubling: a long line is copied a few times only.
    grow(this.memory, this.base + Math.max(kept + bytes, 2 * kept) + 64);
    this.text = Buffer.from(this.memory.buffer, 0, this.base + kept);
  }

  private moveTo(end: number, next: number): void {
    this.from = this.next;
    this.end = end > this.from && this.text[end - 1] === carriageReturn ? end - 1 : end;
    this.next = this.searched = next;
    this.line += 1;
  }
}

function grow(memory: WebAssembly.Memory, bytes: number): void {
  const missing = bytes - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / pageBytes));
}
