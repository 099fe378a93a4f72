import type {BrowserContext} from "playwright-core";

export interface Watched {
  /** Errors that pages logged or threw, and requests to another host: none is expected. */
  faults: string[];
  /** Paths of all requests. */
  fetched: string[];
}

/** Notes what the pages of a context do wrong, and what they ask for, from now on. */
export function watchContext(context: BrowserContext): Watched {
  const watched: Watched = {faults: [], fetched: []};
  context.on("console", (message) => {
    if (message.type() === "error") watched.faults.push(`console: ${message.text()}`);
  });
  context.on("weberror", (error) => watched.faults.push(`error: ${error.error().message}`));
  context.on("request", (request) => {
    const {protocol, hostname, pathname} = new URL(request.url());
    if (protocol.startsWith("http") && hostname !== "127.0.0.1") watched.faults.push(`another host: ${request.url()}`);
    watched.fetched.push(pathname);
  });
  return watched;
}
