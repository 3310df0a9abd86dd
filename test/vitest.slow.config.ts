import { defineConfig } from 'vitest/config';

/** For the tests that need more than this process: the real clients, real services. `.ci/run` runs them. */
export default defineConfig({
  test: {
    include: ['test/clients/**/*.test.ts', 'test/real/**/*.test.ts'],
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
