/** A policy that cannot be used; nothing is decided by it. One line: file, line where known, what is wrong. */
export class PolicyError extends Error {
  constructor(
    readonly file: string,
    /** 1-based; null where a line has no meaning. */
    readonly line: number | null,
    readonly what: string
  ) {
    super(line === null ? `${file}: ${what}` : `${file}:${line}: ${what}`);
    this.name = "PolicyError";
  }
}
