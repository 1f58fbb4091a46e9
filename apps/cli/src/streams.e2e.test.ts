import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { preloading, runInShell, runsProcess, scratchDirectory } from '@reluctant/testing';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { runBuiltCli } from './testing/run-built-cli.js';

const scratch = scratchDirectory();
const cwd = scratch.path;
afterAll(() => scratch.remove());

const main = new URL('../dist/main.js', import.meta.url);
const study = 'run --strategies relu,silu,stoch --n_runs 1 --n_samples 300 --epochs 3 --n_workers 1';
const shell = (line: string) => runInShell(main, line, { cwd });
const names = (directory: string): string[] => readdirSync(join(cwd, directory)).sort();
const text = (name: string): string => readFileSync(join(cwd, name), 'utf8');

beforeAll(async () => {
  expect(await runBuiltCli(cwd, `${study} --out whole`.split(' '))).toMatchObject({ code: 0 });
});

test('stderr closed after a line (2>&1 | head -1): the study goes on to its end and leaves no lock', async () => {
  const { stdout } = await shell(`{ program ${study} --out deaf; echo $? > deaf.code; } 2>&1 | head -1`);
  expect(stdout.trim().split('\n')).toHaveLength(1);
  expect(text('deaf.code')).toBe('0\n');
  expect(names('deaf')).toEqual(names('whole'));
  expect(text('deaf/summary.json')).toBe(text('whole/summary.json'));
});

test('stdout closed (| true): the program ends quietly with 0 and leaves no lock', async () => {
  const { stderr } = await shell(`{ program ${study} --out mute --quiet; echo $? > mute.code; } | true`);
  expect(stderr).toBe('');
  expect(text('mute.code')).toBe('0\n');
  expect(names('mute')).toEqual(names('whole'));
});

const withFullDevice = test.skipIf(!existsSync('/dev/full'));

withFullDevice.each([`${study} --out full`, `${study} --out whole --json`, 'plot whole', '--help', '--version'])(
  '%s > /dev/full: one sentence and exit code 1, no stack trace',
  async (command) => {
    const { code, stderr } = await shell(`program ${command} > /dev/full`);
    expect(code).toBe(1);
    expect(stderr).toMatch(/(?:^|\n)reluctant: cannot write to stdout: ENOSPC: no space left on device, write\n$/);
    expect(stderr).not.toMatch(/\n {4}at /);
    if (command.includes('full')) expect(names('full')).toEqual(names('whole').filter((name) => name !== 'plots'));
  },
);

withFullDevice('2> /dev/full: the study goes on to its end', async () => {
  const { code, stdout } = await shell(`program ${study} --out silent 2> /dev/full`);
  expect(code).toBe(0);
  expect(stdout).toContain('silent');
  expect(text('silent/summary.json')).toBe(text('whole/summary.json'));
});

/** The drawing process says its id before it renames its first picture, then waits for the file `go-on`. */
const drawing = preloading(`
  import fs from 'node:fs';
  import { syncBuiltinESMExports } from 'node:module';
  const { renameSync } = fs;
  let waited = false;
  fs.renameSync = (from, to) => {
    if (to.endsWith('.svg') && !waited) {
      waited = true;
      fs.writeSync(2, 'drawing ' + process.pid + '\\n');
      while (!fs.existsSync('go-on')) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
    renameSync(from, to);
  };
  syncBuiltinESMExports();`);

/**
 * Runs a command that draws, sends it a signal while it draws, and lets the drawing process go on when `goesOn` is
 * printed.
 */
async function stopWhileDrawing(command: string, signal: NodeJS.Signals, goesOn: RegExp) {
  let pid = 0;
  const goOn = join(cwd, 'go-on');
  const result = await runBuiltCli(cwd, command.split(' '), {
    env: drawing,
    onStderr: (child, printed) => {
      if (pid === 0) {
        pid = Number(/drawing (\d+)\n/.exec(printed)?.[1] ?? 0);
        if (pid > 0) child.kill(signal);
      }
      if (goesOn.test(printed) && !existsSync(goOn)) writeFileSync(goOn, '');
    },
  });
  await vi.waitFor(() => expect(runsProcess(pid)).toBe(false), 60_000);
  rmSync(goOn);
  return result;
}

test.each([
  [`${study} --out drawn --plots`, 'SIGINT', 130, 'all results are stored in drawn; add --resume to the same command'],
  [`${study} --out ended --plots`, 'SIGTERM', 143, 'all results are stored in ended; add --resume to the same command'],
  ['plot whole', 'SIGINT', 130, 'the same command draws all pictures'],
  ['compare whole whole2 --plots --out both', 'SIGINT', 130, 'the comparison is stored in both; the same command'],
] as const)(
  '%s, %s while drawing: exit code %i, a sentence, no temporary file',
  async (command, signal, code, remedy) => {
    if (command.startsWith('compare')) {
      expect(await runBuiltCli(cwd, `${study} --seed 1 --out whole2`.split(' '))).toMatchObject({ code: 0 });
    }
    const result = await stopWhileDrawing(command, signal, /stopped while drawing/);
    expect(result.code).toBe(code);
    expect(result.stderr).toContain(`reluctant: stopped while drawing: ${remedy}`);
    const directory = /--out (\w+)/.exec(command)?.[1] ?? 'whole';
    expect(names(directory)).not.toContain('.lock');
    expect(names(`${directory}/plots`).filter((name) => !/\.(svg|png)$|^pictures\.json$/.test(name))).toEqual([]);
  },
);

test('kill -9 while drawing: the drawing process ends, too, and leaves no temporary file', async () => {
  const { code } = await stopWhileDrawing('plot whole', 'SIGKILL', /drawing/);
  expect(code).toBe(null);
  expect(names('whole/plots').filter((name) => !/\.(svg|png)$|^pictures\.json$/.test(name))).toEqual([]);
});

/** The drawing process kills its parent as by `kill -9` just before it answers, and goes on once the parent is gone. */
const orphanedAtTheEnd = preloading(`
  const { send, ppid } = process;
  if (send) {
    process.send = (message, ...rest) => {
      if (message.kind === 'drawn') process.kill(ppid, 'SIGKILL');
      while (message.kind === 'drawn' && process.ppid === ppid);
      return send.call(process, message, ...rest);
    };
  }`);

test('kill -9 just before the drawing process answers: no stack trace of it, no temporary file', async () => {
  const { code, stderr } = await runBuiltCli(cwd, ['plot', 'whole'], { env: orphanedAtTheEnd });
  expect({ code, stderr }).toEqual({ code: null, stderr: '' });
  expect(names('whole/plots').filter((name) => !/\.(svg|png)$|^pictures\.json$/.test(name))).toEqual([]);
});
