import { defineConfig } from 'vitest/config';

/**
 * For the tests that need more than this process: the real clients, real services. `.ci/run` runs them. Contract and differential
 * tests are here too, because they also ask real services where there are any.
 */
export default defineConfig({
  test: {
    include: ['test/{clients,real,contract,differential}/**/*.test.ts'],
    fileParallelism: false,
    // Real services now and then refuse for reasons of their own, such as a busy host; what fails twice is ours.
    retry: 1,
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
