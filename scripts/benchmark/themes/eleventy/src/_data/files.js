const { readThreads, world } = require("../../lib/content");
const { siteFiles } = require("../../lib/files");

module.exports = () => siteFiles(readThreads(), world());
