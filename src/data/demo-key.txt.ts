import {demoKey} from "../../data-loaders/release/released.js";

process.stdout.write(await demoKey());
