// An address has several media types; these are the two that a client in TypeScript is for.
const contentType = { include: ["application/json", "application/problem+json"] };
module.exports = {
  parley: {
    input: process.env.OPENAPI,
    output: { target: "generated/parley.ts", client: "axios-functions", override: { contentType } },
  },
};
