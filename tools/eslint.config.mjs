// What `make check` asks of the scripts: classic scripts that share `orbitronics`, and what the theme gives the book's.
import js from "@eslint/js";
import globals from "globals";

const readonly = (...names) => ({ globals: Object.fromEntries(names.map((name) => [name, "readonly"])) });

export default [
  js.configs.recommended,
  {
    languageOptions: { sourceType: "script", globals: { ...globals.browser, orbitronics: "readonly" } },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "array-callback-return": "error",
      "eqeqeq": "error",
      "no-implicit-globals": "error",
      "no-self-compare": "error",
      "no-unused-vars": ["error", { ignoreRestSiblings: true }],
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-const": "error",
    },
  },
  { files: ["book/_static/*.js"], languageOptions: readonly("DOCUMENTATION_OPTIONS", "Search", "toggleFullScreen") },
  // Each within a function of its own, which web/bundle.py writes around it; one beside what is compiled.
  { files: ["orbitronics/web/*.js"], languageOptions: { sourceType: "commonjs" } },
  { files: ["orbitronics/web/macrospin.js"], languageOptions: readonly("abs", "cos", "sin", "step") },
  { files: ["book/_ext/temml.js"], languageOptions: { sourceType: "commonjs", globals: globals.node } },
  { files: ["book/_ext/libraries.js"], languageOptions: { sourceType: "module" } },
  { files: ["book/_static/slides.js"], rules: { "no-implicit-globals": "off" } },
];
