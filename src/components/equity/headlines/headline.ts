/**
 * A sentence made of figures. `claim`: it says that there is a difference, and its interval bears that out; `none`: it
 * says that the data show none; `value`: it compares nothing; `untold`: it says why the data cannot tell.
 */
export interface Headline {
  kind: "claim" | "none" | "value" | "untold";
  text: string;
}
