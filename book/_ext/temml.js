// Run by Node.js with the path of Temml: sets each formula that it is given, one a line.
const temml = require(process.argv[2]);
require("readline").createInterface({ input: process.stdin }).on("line", (line) => {
  const { tex, ...options } = JSON.parse(line);
  let answer;
  try {
    answer = { math: temml.renderToString(tex, { ...options, throwOnError: true }) };
  } catch (error) {
    answer = { error: error.message };
  }
  console.log(JSON.stringify(answer));
});
