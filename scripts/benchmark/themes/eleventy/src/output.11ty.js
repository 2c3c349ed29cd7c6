// One page of Eleventy for each file; what it holds is made when it is rendered.
module.exports = {
  data: {
    pagination: { data: "files", size: 1, alias: "file" },
    permalink: (data) => data.file.path,
  },
  render: (data) => data.file.make(),
};
