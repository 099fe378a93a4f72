// @vitest-environment jsdom
import {describe, expect, it} from "vitest";
import {markdownText} from "../../src/components/markdownText.js";

const shown = (source: string) => markdownText(source, 4).innerHTML.replace(/\s*\n\s*/g, "");

describe("markdownText(source, headingLevel)", () => {
  it("leaves the title out and shows headings, paragraphs and lists", () => {
    expect(shown("# Purpose\n\nOne line\nand another.\n\n## Why\n\n- first\n  goes on\n- second\n")).toBe(
      "<p>One line and another.</p><h5>Why</h5><ul><li>first goes on</li><li>second</li></ul>"
    );
  });

  it("marks code, strong words and emphasis, and links to https only", () => {
    expect(shown("`a` **b** _c_ [d](https://example.org/) [e](javascript:alert(1)) snake_case_name")).toBe(
      '<p><code>a</code> <strong>b</strong> <em>c</em> <a href="https://example.org/" rel="noopener noreferrer">d</a> ' +
        "[e](javascript:alert(1)) snake_case_name</p>"
    );
  });

  it("shows a tag as text", () => {
    const element = markdownText('<img src=x onerror="alert(1)"> and `<b>`', 4);
    expect(element.querySelectorAll("img, b")).toHaveLength(0);
    expect(element.textContent).toContain('<img src=x onerror="alert(1)"> and <b>');
  });
});
