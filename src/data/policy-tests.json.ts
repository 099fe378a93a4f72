import {policyTestsJson} from "../../data-loaders/release/policyTestsJson.js";

process.stdout.write(await policyTestsJson());
