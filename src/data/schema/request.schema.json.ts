import {schemaJson} from "../../../data-loaders/release/schemaJson.js";

process.stdout.write(schemaJson("request"));
