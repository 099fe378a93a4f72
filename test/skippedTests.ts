import type {Reporter, TestModule} from "vitest/node";

/** Says at the end which tests did not run and why; vitest itself only counts them. */
export default class SkippedTests implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const skipped = modules.flatMap((module) => [...module.children.allTests("skipped")]);
    if (skipped.length > 0) console.log(`\nNot run:\n${skipped.map(({fullName}) => `  ${fullName}`).join("\n")}\n`);
  }
}
