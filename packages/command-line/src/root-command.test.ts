import { expect, test, vi } from 'vitest';
import { rootCommand } from './root-command.js';
import { runCommandLine } from './run-command-line.js';

test.each([
  ['--version', '1.2.3\n'],
  ['--help', 'A tool.'],
  ['--help', 'Examples: tool go'],
  ['--help', 'show this help with examples'],
])('%s prints %j to stdout and ends in 0', async (flag, text) => {
  const printed: string[] = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    printed.push(String(chunk));
    return true;
  });
  const texts = { name: 'tool', description: 'A tool.', version: '1.2.3', examples: 'Examples: tool go' };
  const code = await runCommandLine({
    name: 'tool',
    args: [flag],
    flagNames: [],
    createProgram: () => rootCommand(texts),
  });
  vi.restoreAllMocks();
  expect(code).toBe(0);
  expect(printed.join('')).toContain(text);
});
