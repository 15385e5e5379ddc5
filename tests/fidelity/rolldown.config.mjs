// The pages and the runner of the fidelity report, with the packages of the bench.

import { rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const packages = join(here, "../bench/node_modules");
const out = join(here, "../../target/fidelity/pages");
rmSync(out, { recursive: true, force: true });

const resolve = { modules: [packages] };

const page = (name) => ({
  input: { [name]: join(here, "pages", `${name}.ts`) },
  platform: "browser",
  tsconfig: false,
  resolve,
  output: { dir: join(out, name), format: "esm", entryFileNames: "[name].js" },
});

export default [
  page("three"),
  page("compare"),
  {
    input: { fidelity: join(here, "run/run.ts") },
    platform: "node",
    tsconfig: false,
    resolve,
    external: ["playwright-core"],
    output: { dir: join(packages, ".bench"), format: "esm", entryFileNames: "[name].mjs" },
  },
];
