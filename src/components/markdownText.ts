import {html} from "htl";

/**
 * Headings, paragraphs and lists of a policy's rationale as elements. Every other mark is shown as it stands, so no text
 * can bring an element of its own into the page. The first heading, a topic's title, is left out.
 */
export function markdownText(source: string, headingLevel: number): HTMLElement {
  const blocks = source.trim().split(/\n\s*\n/);
  const first = blocks[0].startsWith("# ") ? 1 : 0;
  return html`<div class="rationale">
    ${blocks.slice(first).map((block) => blockElement(block, headingLevel))}
  </div>` as HTMLElement;
}

function blockElement(block: string, headingLevel: number): HTMLElement {
  const heading = /^(#{1,4}) (.*)$/.exec(block);
  if (heading) {
    const element = document.createElement(`h${Math.min(6, headingLevel + heading[1].length - 1)}`);
    element.append(...inline(heading[2]));
    return element;
  }
  const lines = block.split("\n");
  if (/^[-*] /.test(lines[0]))
    return html`<ul>
      ${items(lines).map((item) => html`<li>${inline(item)}</li>`)}
    </ul>` as HTMLElement;
  return html`<p>${inline(lines.join(" "))}</p>` as HTMLElement;
}

/** A line that begins with no mark goes on with the item before it. */
function items(lines: readonly string[]): string[] {
  return lines.reduce<string[]>((found, line) => {
    if (/^[-*] /.test(line)) return [...found, line.slice(2)];
    return [...found.slice(0, -1), `${found.at(-1) ?? ""} ${line.trim()}`];
  }, []);
}

/** `code`, **strong** and _emphasis_; links only to https. */
function inline(text: string): (Node | string)[] {
  return text.split(/(`[^`]+`|\*\*[^*]+\*\*|\b_[^_]+_\b|\[[^\]]+\]\(https:\/\/[^\s)]+\))/).map((part) => {
    if (/^`.+`$/.test(part)) return html`<code>${part.slice(1, -1)}</code>` as Node;
    if (/^\*\*.+\*\*$/.test(part)) return html`<strong>${part.slice(2, -2)}</strong>` as Node;
    if (/^_.+_$/.test(part)) return html`<em>${part.slice(1, -1)}</em>` as Node;
    const link = /^\[(.+)\]\((https:.+)\)$/.exec(part);
    return link ? (html`<a href=${link[2]} rel="noopener noreferrer">${link[1]}</a>` as Node) : part;
  });
}
