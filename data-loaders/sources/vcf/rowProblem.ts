/** What is wrong with a row, before its line number is known. Holds no sample id, genotype or other value of a person. */
export class RowProblem extends Error {}
