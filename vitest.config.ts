import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['packages/*/src/**/*.test.ts', 'apps/*/src/**/*.test.ts', 'tooling/*/src/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    // onnxruntime must not send usage data from tests.
    env: { ORT_DISABLE_TELEMETRY: '1' },
    // Only a safety net, for tests that would never end: on a busy machine a test takes many times as long as on an idle one.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // One for each core: by default one core would idle.
    maxWorkers: '100%',
    reporters: ['default'],
  },
});
