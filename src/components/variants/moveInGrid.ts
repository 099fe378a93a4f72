/** Row −1 is the row of headings. */
export interface GridPlace {
  row: number;
  column: number;
}

/** Where a key leads from `at`, as the ARIA grid pattern has it; null when the key moves nowhere. */
export function moveInGrid(
  key: string,
  ctrl: boolean,
  {row, column}: GridPlace,
  {rows, columns, page}: {rows: number; columns: number; page: number}
): GridPlace | null {
  const to = (r: number, c: number): GridPlace => ({
    row: Math.max(-1, Math.min(rows - 1, r)),
    column: Math.max(0, Math.min(columns - 1, c))
  });
  switch (key) {
    case "ArrowUp":
      return to(row - 1, column);
    case "ArrowDown":
      return to(row + 1, column);
    case "ArrowLeft":
      return to(row, column - 1);
    case "ArrowRight":
      return to(row, column + 1);
    case "PageUp":
      return to(Math.max(0, row - page), column);
    case "PageDown":
      return to(row + page, column);
    case "Home":
      return ctrl ? to(0, 0) : to(row, 0);
    case "End":
      return ctrl ? to(rows - 1, columns - 1) : to(row, columns - 1);
    default:
      return null;
  }
}
