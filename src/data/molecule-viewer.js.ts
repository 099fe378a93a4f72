import {moleculeViewer} from "../../data-loaders/release/moleculeViewer.js";

process.stdout.write(await moleculeViewer());
