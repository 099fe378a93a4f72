import {worldJson} from "../../data-loaders/release/worldJson.js";

process.stdout.write(worldJson());
