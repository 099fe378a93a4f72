import {released} from "../../data-loaders/release/released.js";

process.stdout.write(await released("manifest.json"));
