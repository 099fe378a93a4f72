import type {MissenseClass} from "../../model/structure.js";

/** Of predicted effects, in drawings; from Okabe and Ito's palette, and each is said in words as well. */
export const classColours: Record<MissenseClass, string> = {
  "likely pathogenic": "#D55E00",
  ambiguous: "#888888",
  "likely benign": "#009E73"
};

/** Of the change that was chosen. */
export const chosenColour = "#CC00AA";
