import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

const parts = ['packages', 'apps', 'tooling'];
const include = parts.map((part) => `${part}/*/src/**/*.test.ts`);

/**
 * Test files that need a process of their own: those that replace modules, because a module that an earlier file has loaded would
 * stay as it was, and those that read the memory of the process.
 */
const alone = parts
  .flatMap((part) => readdirSync(part).map((name) => join(part, name, 'src')))
  .filter((source) => existsSync(source))
  .flatMap(testFiles)
  .filter((path) => /\bvi\.(?:mock|doMock|resetModules)\(|\bprocess\.memoryUsage\b/.test(readFileSync(path, 'utf8')));

function testFiles(directory: string): string[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => join(directory, name).replaceAll('\\', '/'));
}

export default defineConfig({
  test: {
    // onnxruntime must not send usage data from tests.
    env: { ORT_DISABLE_TELEMETRY: '1' },
    // Only a safety net, for tests that would never end: on a busy machine a test takes many times as long as on an idle one.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // One for each core: by default one core would idle.
    maxWorkers: '100%',
    // Processes, because tests change their working directory.
    pool: 'forks',
    // Built packages are loaded by Node itself, as users load them.
    server: { deps: { external: [/\/(?:packages|tooling)\/[\w-]+\/dist\//] } },
    reporters: ['default'],
    projects: [
      { extends: true, test: { name: 'a process for each file', include: alone, isolate: true } },
      // Files share a process for each core, so that TensorFlow.js and fast-check are loaded once in each.
      {
        extends: true,
        test: { name: 'shared', include, exclude: [...alone, '**/node_modules/**'], isolate: false },
      },
    ],
  },
});
