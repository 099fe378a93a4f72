import {policiesJson} from "../../data-loaders/release/policiesJson.js";

process.stdout.write(await policiesJson());
