// The overlay of the hall page. `cargo xtask build` takes what this writes to `dist/app/` and names it in `dist/app.json`.
import vue from "@vitejs/plugin-vue";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here("."),
  base: "/app/",
  publicDir: false,
  plugins: [vue()],
  define: {
    __VUE_OPTIONS_API__: "false",
    __VUE_PROD_DEVTOOLS__: "false",
    __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false",
  },
  worker: { rolldownOptions: { output: { entryFileNames: "[name]-[hash].js" } } },
  build: {
    outDir: here("../../target/pages"),
    emptyOutDir: true,
    manifest: "manifest.json",
    // WeChat's and domestic browsers' kernels; nothing older has WebGL2 that is worth drawing with.
    target: ["chrome100", "safari15.4", "firefox104"],
    assetsInlineLimit: 0,
    modulePreload: false,
    rolldownOptions: {
      input: { visit: here("main.ts") },
      output: {
        entryFileNames: "[name]-[hash].js",
        chunkFileNames: "[name]-[hash].js",
        assetFileNames: "[name]-[hash][extname]",
      },
    },
  },
});
