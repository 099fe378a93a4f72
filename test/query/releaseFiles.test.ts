import {createHash} from "node:crypto";
import {createServer, type Server} from "node:http";
import type {AddressInfo} from "node:net";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {fetchReleased, releaseUrl} from "../../src/query/releaseFiles.js";

describe("releaseUrl(manifestUrl, file)", () => {
  it.each([
    ["https://h/_file/data/manifest.1a2b.json", "https://h/data/registered/variants.parquet.age"],
    ["https://h/base/path/_file/data/manifest.1a2b.json", "https://h/base/path/data/registered/variants.parquet.age"],
    ["http://h:3000/_file/data/manifest.json?sha=ff", "http://h:3000/_file/data/registered/variants.parquet.age"]
  ])("from %s is %s", (manifest, expected) => {
    expect(releaseUrl(manifest, "registered/variants.parquet.age")).toBe(expected);
  });

  it("refuses an address that Framework did not make", () => {
    expect(() => releaseUrl("https://h/manifest.json", "x")).toThrow("not one of this site");
  });
});

describe("fetchReleased(manifestUrl, table, {onProgress})", () => {
  const content = Buffer.alloc(300_000, 7);
  const sha256 = createHash("sha256").update(content).digest("hex");
  let server: Server;
  let manifestUrl: string;

  beforeAll(async () => {
    server = createServer((request, response) => {
      response.statusCode = request.url === "/data/public/people.parquet" ? 200 : 404;
      response.end(response.statusCode === 200 ? content : "absent");
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    manifestUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/_file/data/manifest.1.json`;
  });
  afterAll(() => void server.close());

  it("gives the bytes and tells how many have come", async () => {
    let last = 0;
    const table = {file: "public/people.parquet", bytes: content.length, sha256};
    const bytes = await fetchReleased(manifestUrl, table, {onProgress: (n) => (last = n)});
    expect(Buffer.from(bytes).equals(content)).toBe(true);
    expect(last).toBe(content.length);
  });

  it("refuses a file that is not the one of the manifest, or is absent", async () => {
    const table = {file: "public/people.parquet", bytes: content.length, sha256: "0".repeat(64)};
    await expect(fetchReleased(manifestUrl, table)).rejects.toThrow("is not the file that the manifest names");
    await expect(fetchReleased(manifestUrl, {...table, file: "public/x.parquet"})).rejects.toThrow("status 404");
  });
});
