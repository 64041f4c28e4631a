import { defineConfig } from "vitest/config";

const resolve = { conditions: ["aktienanalyse-source"] };

export default defineConfig({
  test: {
    projects: [
      { resolve, test: { name: "client", include: ["client/test/**/*.test.ts"], environment: "node" } },
      {
        resolve,
        test: { name: "dashboard", include: ["dashboard/test/**/*.test.ts"], environment: "happy-dom" },
      },
    ],
  },
});
