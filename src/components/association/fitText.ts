/** Text cut to a number of letters, with an ellipsis where something is missing. */
export function fitText(text: string, letters: number): string {
  return text.length <= letters ? text : `${text.slice(0, Math.max(1, letters - 1))}…`;
}
