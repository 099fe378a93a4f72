/** A member of the ethics board, as `policies/board.yaml` lists them. */
export interface BoardMember {
  /** Short and lasting, e.g. `amara`. */
  id: string;
  name: string;
  /** `ed25519:` and 64 hexadecimal digits. */
  key: string;
  /** First and last day on which their signature counts, ISO 8601; `until` null: no end. */
  from: string;
  until: string | null;
  /** The secret half is published for trying things out: the signature counts only where all people are simulated. */
  demo: boolean;
}
