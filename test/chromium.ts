import {existsSync} from "node:fs";
import {createServer, type Server} from "node:http";
import type {AddressInfo} from "node:net";
import {chromium, type Browser} from "playwright-core";
import sirv from "sirv";

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync"
];

/** Chromium of `CHROMIUM`, else of the system, else the one that comes with the npm package @sparticuz/chromium. */
export async function launchChromium(): Promise<Browser> {
  const installed = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/google-chrome"].find(
    (path) => path && existsSync(path)
  );
  if (installed) return chromium.launch({executablePath: installed, args: flags});
  // Outside Lambda the package leaves out the system libraries (libnss3, …) that it carries; a bare machine lacks them.
  process.env.AWS_EXECUTION_ENV ??= "AWS_Lambda_nodejs20.x";
  const {default: packaged} = await import("@sparticuz/chromium");
  return chromium.launch({executablePath: await packaged.executablePath(), args: [...flags, "--no-zygote"]});
}

export interface ServedFolder {
  url: string;
  close(): Promise<void>;
}

/** Serves a built site on a free local port. */
export async function serveFolder(folder: string): Promise<ServedFolder> {
  const handler = sirv(folder, {dev: true, brotli: true, gzip: true});
  const server: Server = createServer((request, response) => handler(request, response));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise((done) => (server.closeAllConnections(), server.close(() => done())))
  };
}
