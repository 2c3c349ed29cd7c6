module.exports = function (config) {
  config.setQuietMode(true);
  config.addPassthroughCopy({ "static/assets": "assets", "static/threads": "threads" });
  return { dir: { input: "src", output: "public" } };
};
