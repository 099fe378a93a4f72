import type {Page} from "./compressPage.js";

/** The pages of one column chunk, still without headers and definition levels, and its statistics. */
export interface ColumnPages {
  /** Absent: the data page holds the values themselves, not indices into a dictionary. */
  dictionary?: {page: Page; values: number};
  data: Page;
  /** Rows that are not null. */
  count: number;
  /** Smallest and largest value; strings in the order of their UTF-8 bytes. Undefined without any value. */
  min?: string | number;
  max?: string | number;
}
