import {browserPolicyEngine} from "../../data-loaders/release/policyEngine.js";

process.stdout.write(await browserPolicyEngine());
