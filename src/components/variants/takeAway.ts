import type {AnswerPage, Answer, Order} from "../../model/question.js";

const pageRows = 5_000;

/** Every row of an answer, in the order shown, in pages that leave the browser time to breathe. */
export async function allPages(answer: Answer, orderBy: Order[]): Promise<AnswerPage[]> {
  const pages: AnswerPage[] = [];
  for (let offset = 0; offset < Math.max(1, answer.rows); offset += pageRows)
    pages.push(await answer.page(offset, pageRows, orderBy));
  return pages;
}

/** Both forms at once: spreadsheets and documents take the table, editors the text. */
export async function copyTable({html, text}: {html: string; text: string}): Promise<void> {
  if (typeof ClipboardItem === "undefined" || !navigator.clipboard?.write)
    throw new Error("this browser lets no page copy a table: export it as CSV instead");
  await navigator.clipboard.write([
    new ClipboardItem({
      "text/html": new Blob([html], {type: "text/html"}),
      "text/plain": new Blob([text], {type: "text/plain"})
    })
  ]);
}
