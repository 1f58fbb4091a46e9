import { expect, test } from 'vitest';
import { runInProcess } from '../testing/run-in-process.js';

const commands = ['train', 'export', 'verify', 'inspect', 'predict', 'bench', 'report', 'all', 'demo'];

/** The commands that the examples of a help text start, in their order. */
function started(help: string): string[] {
  return [...help.matchAll(/^ +\$ reluctant-sparse (\w+)/gm)].map(([, command = '']) => command);
}

/** Lines that a terminal of 80 columns would break. */
function wide(help: string): string[] {
  return help.split('\n').filter((line) => line.length > 80);
}

test.each(commands)('%s: --help, -h and help show examples of that command alone, in 80 columns', async (command) => {
  const { code, stdout, stderr } = await runInProcess(`${command} --help`);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(wide(stdout)).toEqual([]);
  expect(new Set(started(stdout))).toEqual(new Set([command]));
  for (const other of [`${command} -h`, `help ${command}`]) {
    expect(await runInProcess(other)).toEqual({ code, stdout, stderr });
  }
});

test('--help, -h and help: an example of every command', async () => {
  const { stdout } = await runInProcess('--help');
  expect(wide(stdout)).toEqual([]);
  expect(started(stdout)).toEqual(commands);
  for (const other of ['-h', 'help']) expect(await runInProcess(other)).toMatchObject({ code: 0, stdout });
});
