import {packageFile} from "../../data-loaders/release/packageFile.js";

process.stdout.write(await packageFile("@duckdb/duckdb-wasm/dist/duckdb-eh.wasm"));
