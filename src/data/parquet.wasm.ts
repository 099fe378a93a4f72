import {packageFile} from "../../data-loaders/release/packageFile.js";

process.stdout.write(await packageFile("parquet-wasm/esm/parquet_wasm_bg.wasm"));
