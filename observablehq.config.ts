import {releasedPaths} from "./data-loaders/release/released.js";

export default {
  root: "src",
  output: "dist",
  title: "Covenant",
  style: "theme.css",
  globalStylesheets: [],
  dynamicPaths: () => releasedPaths(),
  pages: [{name: "Explore", open: true, pages: [{name: "Variants", path: "/variants"}]}],
  search: false,
  pager: false,
  toc: false,
  footer: ""
};
