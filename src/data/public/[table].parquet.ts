import {releasedTable} from "../../../data-loaders/release/released.js";

process.stdout.write(await releasedTable("public", ".parquet"));
