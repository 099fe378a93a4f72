import {mkdir, readdir, readFile, rm, writeFile} from "node:fs/promises";
import {createServer, type Server} from "node:http";
import type {AddressInfo} from "node:net";
import {join} from "node:path";
import {afterAll, beforeAll, beforeEach, describe, expect, it} from "vitest";
import {fetchModel} from "../../../data-loaders/sources/structure/fetchModel.js";
import {readModel} from "../../../data-loaders/sources/structure/readModel.js";
import {inputErrorOf, temporaryFolder} from "../temporary.js";
import {mmcifOf, smallPdb} from "./pten.js";

const model = "AF-P00001-F1-model_v4.cif";
const error = "AF-P00001-F1-predicted_aligned_error_v4.json";
const matrix = Array.from({length: 5}, () => [0, 1, 2, 3, 4]);
const errorText = JSON.stringify([{predicted_aligned_error: matrix, max_predicted_aligned_error: 31.75}]);

let server: Server;
let base: string;
let answers: Map<string, string>;
let asked: string[];
const folder = temporaryFolder();
let cache: string;
let made = 0;

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request.url!);
    const answer = answers.get(request.url!);
    if (answer === undefined) return void response.writeHead(404).end("<html>not here</html>");
    if (answer.startsWith("->")) return void response.writeHead(302, {location: answer.slice(2)}).end();
    if (answer === "half") {
      response.writeHead(200, {"content-length": "1000"});
      response.write("data_");
      return void setTimeout(() => response.destroy(), 20);
    }
    response.end(answer);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());
beforeEach(() => {
  // The addresses are the database's own; only their last part is used.
  const files = "https://alphafold.ebi.ac.uk/files";
  const prediction = {uniprotAccession: "P00001", cifUrl: `${files}/${model}`, paeDocUrl: `${files}/${error}`};
  answers = new Map([
    ["/api/prediction/P00001", JSON.stringify([prediction])],
    [`/files/${model}`, mmcifOf(smallPdb(), "AF-P00001-F1")],
    [`/files/${error}`, errorText]
  ]);
  asked = [];
  cache = join(folder.path, `cache-${(made += 1)}`);
});

const get = (version: number | null = null, address = base) => fetchModel("P00001", {base: address, version, cache});
const remedy = "download the model of P00001 where the network allows, and name it as model instead of fetch";

describe("fetchModel(accession, address)", () => {
  it("asks for the newest model and its error once, and then never again", async () => {
    const {model: file, error: pae} = await get();
    expect((await readModel(file)).sequence).toBe("MARQS");
    expect(await readFile(pae!.file, "utf8")).toBe(errorText);
    expect(asked).toEqual(["/api/prediction/P00001", `/files/${model}`, `/files/${error}`]);
    expect(await readdir(cache)).toEqual(["P00001"]);
    expect((await readdir(join(cache, "P00001"))).sort()).toEqual([model, error, "SHA256SUMS"].sort());
    expect(await readFile(join(cache, "P00001", "SHA256SUMS"), "utf8")).toMatch(
      new RegExp(`^[0-9a-f]{64}  ${model}\n[0-9a-f]{64}  ${error}\n$`)
    );
    answers.clear();
    expect(await get()).toEqual({model: file, error: pae});
    expect(asked).toHaveLength(3);
  });

  it("asks a mirror that has files only for a version by its number", async () => {
    answers.delete("/api/prediction/P00001");
    await get(4);
    expect(asked).toEqual([`/files/${model}`, `/files/${error}`]);
    expect(await readdir(cache)).toEqual(["P00001-v4"]);
  });

  it("is content without an error where the database has none", async () => {
    answers.set("/api/prediction/P00001", JSON.stringify([{uniprotAccession: "P00001", cifUrl: `x/${model}`}]));
    expect((await get()).error).toBeNull();
  });

  it("refuses a cached file that has changed, and says how to fetch it anew", async () => {
    const {model: file} = await get();
    await writeFile(file.file, (await readFile(file.file, "utf8")).replace("MET", "ALA"));
    expect(await inputErrorOf(() => get())).toMatch(
      /AF-P00001-F1-model_v4\.cif: is not what was fetched: its SHA-256 differs; remove the folder \S*P00001 to fetch it anew$/
    );
    await rm(file.file);
    expect(await inputErrorOf(() => get())).toMatch(/is not what was fetched/);
    await rm(join(cache, "P00001"), {recursive: true});
    expect((await get()).model).toEqual(file);
  });

  it("keeps nothing of an answer that is no model, or of another protein, or broken off", async () => {
    const problem = async () => {
      const message = await inputErrorOf(() => get());
      expect(await readdir(cache).catch(() => [])).toEqual([]);
      expect(message).not.toMatch(/\n/);
      return message.replace(base, "BASE");
    };
    const at = `/files/${model}`;
    answers.set(at, "<html>Please log in</html>");
    expect(await problem()).toMatch(/^BASE\/files\/AF-P00001-F1-model_v4\.cif.*; download the model of P00001/);
    answers.set(at, mmcifOf(smallPdb().replaceAll("P00001", "P00002"), "x"));
    expect(await problem()).toBe(`BASE${at}: is of P00002; ${remedy}`);
    answers.set(at, "half");
    expect(await problem()).toMatch(new RegExp(`^BASE${at}: cannot be reached \\(.*\\); ${remedy}$`));
    answers.set(at, `->${base}/files/other`);
    expect(await problem()).toMatch(/cannot be reached/);
    expect(asked).not.toContain("/files/other");
    answers.delete(at);
    expect(await problem()).toBe(`BASE${at}: answered 404; ${remedy}`);
    answers.set(at, mmcifOf(smallPdb()).replaceAll("P60484", "P00001"));
    answers.set(`/files/${error}`, JSON.stringify([{predicted_aligned_error: [[0]], max_predicted_aligned_error: 31}]));
    expect(await problem()).toMatch(
      /_v4\.json: is of 1 residues, but the model has 5; are they of one protein\?; download/
    );
  });

  it("refuses what the database says where it does not name one plain file", async () => {
    const problem = async (answer: unknown) => {
      answers.set("/api/prediction/P00001", typeof answer === "string" ? answer : JSON.stringify(answer));
      return (await inputErrorOf(() => get())).replace(`${base}/api/prediction/P00001: `, "");
    };
    const one = {uniprotAccession: "P00001", cifUrl: `x/${model}`};
    expect(await problem("<html>")).toBe(`did not answer with a prediction; ${remedy}`);
    expect(await problem([one, one])).toBe(`has 2 models of P00001 instead of one; ${remedy}`);
    expect(await problem([{...one, uniprotAccession: "P2"}])).toBe(`has 0 models of P00001 instead of one; ${remedy}`);
    for (const cifUrl of ["x/..", "x/a b.cif", "x/", "x/..%2fevil"])
      expect(await problem([{...one, cifUrl}])).toBe(`names a file by something that is no name; ${remedy}`);
  });

  it("says in one line what to do where the network is off", async () => {
    const gone = createServer();
    await new Promise<void>((done) => gone.listen(0, "127.0.0.1", done));
    const address = `http://127.0.0.1:${(gone.address() as AddressInfo).port}`;
    await new Promise((done) => gone.close(done));
    expect(await inputErrorOf(() => get(null, address))).toBe(
      `${address}/api/prediction/P00001: cannot be reached (ECONNREFUSED); ${remedy}`
    );
  });

  it("does not take a folder that was begun for one that was finished", async () => {
    await mkdir(join(cache, "P00001.0.part"), {recursive: true});
    await writeFile(join(cache, "P00001.0.part", model), "data_");
    expect((await readModel((await get()).model)).sequence).toBe("MARQS");
  });
});
