import { expect, test, vi } from 'vitest';
import { rootCommand } from './root-command.js';
import { runCommandLine } from './run-command-line.js';

test.each([
  ['--version', '1.2.3\n'],
  ['--help', 'A tool.'],
  ['-h', 'A tool.'],
  ['help', 'A tool.'],
  ['help help', 'A tool.'],
  ['help go', 'Usage: tool go'],
  ['go -h', 'Usage: tool go'],
  ['go --help', 'Examples: tool go fast'],
  ['--help', 'Examples: tool go'],
  ['--help', 'show this help with examples'],
])('%s prints %j to stdout and ends in 0', async (args, text) => {
  const printed: string[] = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    printed.push(String(chunk));
    return true;
  });
  const texts = { name: 'tool', description: 'A tool.', version: '1.2.3', examples: 'Examples: tool go' };
  const code = await runCommandLine({
    name: 'tool',
    args: args.split(' '),
    flagNames: [],
    createProgram: () => {
      const program = rootCommand(texts);
      program.command('go').addHelpText('after', 'Examples: tool go fast');
      return program;
    },
  });
  vi.restoreAllMocks();
  expect(code).toBe(0);
  expect(printed.join('')).toContain(text);
});
