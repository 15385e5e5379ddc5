// Every page is bundled by itself, so that no engine carries what only another one needs; the runner becomes one file for Node.

import { readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig } from "rolldown";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "../../target/bench");
rmSync(join(out, "pages"), { recursive: true, force: true });

/** What both sides know and neither starts with. */
const isPart = (name) => name.endsWith("-hall") || name === "stage";
const pages = readdirSync(join(here, "pages")).map((file) => file.replace(/\.ts$/, "")).filter((name) => !isPart(name));

const page = (name) => ({
  input: { [name]: join(here, "pages", `${name}.ts`) },
  platform: "browser",
  tsconfig: join(here, "tsconfig.json"),
  transform: { define: { "process.env.NODE_ENV": '"production"' } },
  output: { dir: join(out, "pages", name), format: "esm", minify: true, entryFileNames: "[name].js", chunkFileNames: "[name]-[hash].js" },
});

export default defineConfig([
  ...pages.map(page),
  {
    input: { run: join(here, "run/run.ts") },
    platform: "node",
    external: ["playwright-core"],
    tsconfig: join(here, "tsconfig.json"),
    output: { dir: join(here, "node_modules/.bench"), format: "esm", entryFileNames: "[name].mjs" },
  },
]);
