import {equityJson} from "../../data-loaders/release/equityJson.js";

process.stdout.write(await equityJson());
