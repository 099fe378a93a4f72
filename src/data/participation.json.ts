import {participationJson} from "../../data-loaders/release/participationJson.js";

process.stdout.write(await participationJson());
