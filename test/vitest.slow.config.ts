import { defineConfig } from 'vitest/config';

/**
 * For the tests that need more than this process: the real clients, real services. `.ci/run` runs them. Contract and differential
 * tests are here too, because they also ask real services where there are any.
 */
export default defineConfig({
  test: {
    include: ['test/{clients,real,contract,differential}/**/*.test.ts'],
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
