import {html} from "htl";

interface FileListOptions {
  /** Paths such as `policies/query/query.polar`. */
  files: readonly string[];
  /** Titles of topics, which are folders below `policies/`; a folder without one is shown by its name. */
  topics: Record<string, {title: string}>;
  open: (file: string) => void;
}

export interface FileList {
  element: HTMLElement;
  /** Lists other files than before. */
  show(files: readonly string[]): void;
  /** Marks the file that is open, those that were changed, and those with a problem. */
  mark(state: {open: string; changed: ReadonlySet<string>; faulty: ReadonlySet<string>}): void;
}

const cases = /^policies\/[^/]+\/(permit|refer|forbid)\//;

/** The files of a policy set by topic. The cases of a topic, hundreds in all, are listed when its line is opened. */
export function fileList({files, topics, open}: FileListOptions): FileList {
  const buttons = new Map<string, HTMLButtonElement>();
  let marked: Parameters<FileList["mark"]>[0] = {open: "", changed: new Set(), faulty: new Set()};
  const element = html`<nav class="policy-files" aria-label="Files"></nav>` as HTMLElement;
  show(files);
  return {element, show, mark};

  function show(shown: readonly string[]): void {
    buttons.clear();
    const folders = [...new Set(shown.map(folderOf))].sort((a, b) => rank(a, topics) - rank(b, topics));
    element.replaceChildren(
      ...folders.map((folder) =>
        section(
          folder,
          shown.filter((file) => folderOf(file) === folder)
        )
      )
    );
    mark(marked);
  }

  function section(folder: string, own: readonly string[]): Node {
    const examples = own.filter((file) => cases.test(file));
    return html`<section>
      <h3>${folder === "" ? "For every topic" : (topics[folder]?.title ?? folder)}</h3>
      <ul>
        ${own.filter((file) => !cases.test(file)).map(item)}
      </ul>
      ${examples.length > 0 ? caseList(examples) : null}
    </section>` as Node;
  }

  function caseList(examples: string[]): HTMLElement {
    const list = html`<details>
      <summary>${examples.length} cases</summary>
    </details>` as HTMLElement;
    list.addEventListener(
      "toggle",
      () => {
        list.append(
          html`<ul>
            ${examples.map(item)}
          </ul>` as HTMLElement
        );
        mark(marked);
      },
      {once: true}
    );
    return list;
  }

  function item(file: string): Node {
    const button = html`<button type="button" onclick=${() => open(file)}>
      <span class="policy-file-name">${nameOf(file)}</span><span class="policy-file-mark"></span>
    </button>` as HTMLButtonElement;
    buttons.set(file, button);
    return html`<li>${button}</li>` as Node;
  }

  function mark(state: Parameters<FileList["mark"]>[0]): void {
    marked = state;
    for (const [file, button] of buttons) {
      if (file === state.open) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
      const words = [state.changed.has(file) && "changed", state.faulty.has(file) && "✕ problem"].filter(Boolean);
      button.lastElementChild!.textContent = words.join(", ");
    }
  }
}

/** The topic that a file belongs to; "" for files that lie in `policies/` itself. */
function folderOf(file: string): string {
  return file.split("/").slice(1, -1)[0] ?? "";
}

/** Files for every topic first, then the topics in their own order, then folders that are no topic. */
function rank(folder: string, topics: Record<string, unknown>): number {
  const place = Object.keys(topics).indexOf(folder);
  return folder === "" ? -1 : place < 0 ? Number.MAX_SAFE_INTEGER : place;
}

function nameOf(file: string): string {
  return file.replace(/^policies\/(?:[^/]+\/)?/, "");
}
