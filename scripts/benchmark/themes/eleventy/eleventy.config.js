module.exports = function (config) {
  config.setQuietMode(true);
  config.addPassthroughCopy({ "static/assets": "assets" });
  return { dir: { input: "src", output: "public" } };
};
