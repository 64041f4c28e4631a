import { defineConfig } from "vite";

export default defineConfig({
  resolve: { conditions: ["aktienanalyse-source", "browser", "module", "import", "default"] },
  build: {
    target: "es2023",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
  },
  server: {
    host: "127.0.0.1",
    proxy: { "/ws": { target: "http://127.0.0.1:8080", ws: true } },
  },
});
