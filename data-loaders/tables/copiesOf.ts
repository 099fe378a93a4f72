import {Ploidy} from "../../src/model/ploidy.js";

/** Copies of a variant that somebody has: 2, 1, or 0 = not counted there. `ploidy` is a code of `Ploidy`. */
export function copiesOf(ploidy: number, isMale: boolean): 0 | 1 | 2 {
  switch (ploidy) {
    case Ploidy.diploid:
      return 2;
    case Ploidy.menHaploid:
      return isMale ? 1 : 2;
    case Ploidy.menOnly:
      return isMale ? 1 : 0;
    default:
      return 1;
  }
}
