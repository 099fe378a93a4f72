import {decisionsJson} from "../../data-loaders/release/decisionsJson.js";

process.stdout.write(await decisionsJson());
