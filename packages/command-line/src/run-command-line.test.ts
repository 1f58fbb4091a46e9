import { invalidOption, ReluctantError } from '@reluctant/errors';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { rootCommand } from './root-command.js';
import { runCommandLine } from './run-command-line.js';

const said: string[] = [];
beforeEach(() => {
  said.length = 0;
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    said.push(String(text));
    return true;
  });
});
afterEach(() => vi.restoreAllMocks());

function run(args: readonly string[], action: () => void | Promise<void>): Promise<number> {
  return runCommandLine({
    name: 'tool',
    args,
    flagNames: ['n_runs'],
    createProgram: (exitWith) => {
      const program = rootCommand({ name: 'tool', description: 'A tool.', version: '1.2.3', examples: 'Examples: go' });
      program
        .command('go')
        .option('--n_runs <n>')
        .option('--debug')
        .action(async () => {
          await action();
          exitWith(130);
        });
      return program;
    },
    nameOption: ([option]) => `--${option}`,
  });
}

const fail = (error: Error) => () => {
  throw error;
};

test.each([
  [new ReluctantError('invalid-argument', 'too wide'), 2],
  [new ReluctantError('input-output', 'full disk'), 1],
  [new Error('surprise'), 1],
])('%s ends in exit code %i and one sentence', async (error, code) => {
  expect(await run(['go'], fail(error))).toBe(code);
  expect(said).toEqual([`tool: ${error.message}\n`]);
});

test('messages name an option as the program does', async () => {
  expect(await run(['go'], fail(invalidOption('n_runs', 'a whole number', 0.5)))).toBe(2);
  expect(said).toEqual(['tool: --n_runs must be a whole number, got 0.5\n']);
});

test('arguments and errors are printed without control characters', async () => {
  expect(await run(['go', '--\u001b[31m'], () => undefined)).toBe(2);
  expect(await run(['go'], fail(new Error('two\nlines \u001b[31m')))).toBe(1);
  expect(said).toEqual(["tool: unknown option '--\\x1b[31m'\n", 'tool: two\\nlines \\x1b[31m\n']);
});

test('a command sets its own exit code; dashes equal underscores; unknown flags get a suggestion', async () => {
  expect(await run(['go', '--n-runs', '3'], () => undefined)).toBe(130);
  expect(said).toEqual([]);
  expect(await run(['go', '--n_run', '3'], () => undefined)).toBe(2);
  expect(said).toEqual(["tool: unknown option '--n_run'; did you mean --n_runs?\n"]);
});

test('arguments that a command does not take are named', async () => {
  expect(await run(['go', '--n_runs', '3', 'far', 'a\nway'], () => undefined)).toBe(2);
  expect(said).toEqual(["tool: go takes no arguments, got 'far' 'a\\nway'\n"]);
});

test.each(['og', 'og --help', 'help og'])('%s: an unknown command is refused, and its help is, too', async (args) => {
  expect(await run(args.split(' '), () => undefined)).toBe(2);
  expect(said).toEqual(["tool: unknown command 'og'; did you mean go?\n"]);
});

test('--debug adds the stack', async () => {
  expect(await run(['go', '--debug'], fail(new Error('surprise')))).toBe(1);
  expect(said.join('')).toMatch(/^tool: surprise\nError: surprise\n {4}at /);
});
