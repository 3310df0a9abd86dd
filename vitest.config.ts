import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    exclude: ['node_modules/**', 'test/clients/**', 'test/real/**'],
    isolate: false,
    pool: 'threads',
    testTimeout: 30_000,
  },
});
