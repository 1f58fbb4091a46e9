import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  hasOpenssl,
  hasRedisServer,
  RedisServer,
  redisTest,
  standingStillBefore,
  standsStill,
} from '@reluctant/testing';
import { Redis } from 'ioredis';
import { afterAll, describe, expect, test } from 'vitest';
import { lastingContent, runBuiltCli, scratchDirectory } from './testing/run-built-cli.js';
import { runInProcess } from './testing/run-in-process.js';
import { RunningCli } from './testing/running-cli.js';

const scratch = scratchDirectory();
const cwd = scratch.path;
afterAll(() => scratch.remove());

const password = 'secret-1234';
/** Of the server with TLS, which no command line of the tests holds. */
const hidden = 'hidden-5678';

function filesBelow(directory: string): string[] {
  const names = readdirSync(directory, { recursive: true, encoding: 'utf8', withFileTypes: true });
  return names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** What `ps` shows of all processes; empty where the system has no files for it. */
function commandLines(): string {
  const ids = existsSync('/proc') ? readdirSync('/proc').filter((name) => /^\d+$/.test(name)) : [];
  const line = (id: string): string => {
    try {
      return readFileSync(`/proc/${id}/cmdline`, 'latin1').replaceAll('\0', ' ');
    } catch {
      // It has ended.
      return '';
    }
  };
  return ids.map(line).join('\n');
}

describe.skipIf(!hasRedisServer)(redisTest, () => {
  test('three workers, one killed −9 in mid-job, the server killed and started again: the bytes of the local pool, and no password anywhere', async () => {
    const server = await RedisServer.start(
      ...['--appendonly', 'yes', '--appendfsync', 'always', '--requirepass', password],
    );
    const queue = server.url.replace('//', `//:${password}@`);
    // The groups of both of its threads stay unfinished until it is killed.
    const first = RunningCli.worker(queue, 2, { cwd, env: standingStillBefore('"finished"') });
    const workers = [first];
    try {
      await first.says('takes runs from');
      const study = '--strategies relu,gumbel_stoch --n_runs 3 --n_samples 300 --epochs 4'.split(' ');
      const running = runBuiltCli(cwd, ['run', ...study, '--out', 'there', '--queue'], {
        env: { RELUCTANT_QUEUE: queue },
      });
      await first.says(standsStill.trim());
      workers.push(RunningCli.worker(queue, 1, { cwd }), RunningCli.worker(queue, 1, { cwd }));
      await Promise.all(workers.map((worker) => worker.says('takes runs from')));
      await first.kill('SIGKILL');
      await server.kill();
      await server.startAgain();
      const result = await running;
      expect(result).toMatchObject({ code: 0, stderr: expect.stringContaining('is lost; waiting until it is back') });
      expect(await runBuiltCli(cwd, ['run', ...study, '--out', 'here', '--quiet'])).toMatchObject({ code: 0 });
      expect(lastingContent(join(cwd, 'there'))).toEqual(lastingContent(join(cwd, 'here')));
      expect(await Promise.all(workers.slice(1).map((worker) => worker.kill('SIGTERM')))).toEqual([143, 143]);
      const written = [result.stdout, result.stderr, ...workers.map(({ output }) => output)];
      const files = filesBelow(join(cwd, 'there')).map((path) => readFileSync(path, 'latin1'));
      expect([...written, ...files].filter((text) => text.includes(password))).toEqual([]);
    } finally {
      await Promise.all(workers.map((worker) => worker.kill('SIGKILL')));
      await server.remove();
    }
  });

  test.skipIf(!hasOpenssl)(
    'TLS with a certificate of its own: by flag and by variable; no password in files, output, or the list of processes',
    async () => {
      const server = await RedisServer.startTls();
      const admin = new Redis(server.url);
      await admin.config('SET', 'requirepass', hidden);
      const { port, certificate } = server.tls;
      const queue = `rediss://:${hidden}@localhost:${port}`;
      const worker = RunningCli.worker(queue, 1, { cwd, env: { RELUCTANT_QUEUE_CA: certificate } });
      const study = '--strategies relu --n_runs 2 --n_samples 300 --epochs 2 --out tls --debug'.split(' ');
      const programs = [worker];
      try {
        await worker.says(`takes runs from rediss://localhost:${port}`);
        const flags = ['--queue', '--queue_ca', certificate];
        const running = new RunningCli(['run', ...study, ...flags], { cwd, env: { RELUCTANT_QUEUE: queue } });
        programs.push(running);
        let commands = '';
        const looking = setInterval(() => {
          commands += commandLines();
        }, 50);
        expect(await running.ended).toBe(0);
        clearInterval(looking);
        const wrong = new RunningCli(['run', ...study, ...flags], {
          cwd,
          env: { RELUCTANT_QUEUE: queue.replace(hidden, `not-${hidden}`) },
        });
        programs.push(wrong);
        expect(await wrong.ended).toBe(1);
        expect(wrong.output).toContain('the name or the password is wrong');
        expect(await worker.kill('SIGTERM')).toBe(143);
        const files = filesBelow(join(cwd, 'tls')).map((path) => readFileSync(path, 'latin1'));
        const outputs = programs.map(({ output }) => output);
        expect([commands, ...outputs, ...files].filter((text) => text.includes(hidden))).toEqual([]);
        expect(process.platform !== 'linux' || commands.includes('--queue_ca')).toBe(true);
      } finally {
        admin.disconnect();
        await Promise.all(programs.map((program) => program.kill('SIGKILL')));
        await server.remove();
      }
    },
  );

  test('the program is killed −9, a worker goes on alone, and a resume without any worker collects what it did', async () => {
    const server = await RedisServer.start();
    const study = '--strategies relu,silu --n_runs 2 --n_samples 300 --epochs 3'.split(' ');
    const command = ['run', ...study, '--out', 'killed', '--queue', server.url];
    const workers: RunningCli[] = [];
    try {
      const killed = await runBuiltCli(cwd, command, {
        onStderr: (child, text) => text.includes('no worker is connected') && child.kill('SIGKILL'),
      });
      expect(killed.code).toBeNull();
      const worker = RunningCli.worker(server.url, 1, { cwd });
      workers.push(worker);
      await worker.says('4 runs are done');
      await worker.kill('SIGTERM');
      expect(await runBuiltCli(cwd, [...command, '--resume', '--quiet'])).toMatchObject({ code: 0 });
      expect(await runBuiltCli(cwd, ['run', ...study, '--out', 'whole', '--quiet'])).toMatchObject({ code: 0 });
      expect(lastingContent(join(cwd, 'killed'))).toEqual(lastingContent(join(cwd, 'whole')));
    } finally {
      await Promise.all(workers.map((worker) => worker.kill('SIGKILL')));
      await server.remove();
    }
  });
});

test.each([
  [
    ['worker', '--queue', 'http://me:secret@host'],
    /^reluctant: --queue must be the URL of a Redis server, .+: it is not such a URL\n$/,
  ],
  [
    ['run', '--queue', 'redis://me:secret@host/x'],
    /^reluctant: --queue must be .+: the database after the host must be a number\n$/,
  ],
  [
    ['worker', '--queue', 'redis://127.0.0.1:1', '--lease', '0'],
    /^reluctant: --lease must be a number of seconds above 0, at most 86400, got "0"\n$/,
  ],
  [
    ['worker', '--queue', 'redis://127.0.0.1:1', '--n-workers', '1.5'],
    /^reluctant: --n_workers must be a whole number from 1 to 1024, got "1\.5"\n$/,
  ],
])('%j is wrong usage, in one sentence without the password', async (args, said) => {
  const { code, stderr } = await runInProcess(cwd, args);
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(said) });
  expect(stderr).not.toContain('secret');
});

test('a server that is not there is one sentence, and no directory is made', async () => {
  const { code, stderr } = await runInProcess(cwd, ['run', '--queue', 'redis://127.0.0.1:1', '--out', 'none']);
  expect({ code, stderr }).toEqual({
    ...{
      code: 1,
      stderr: 'reluctant: there is no connection to redis://127.0.0.1:1: connect ECONNREFUSED 127.0.0.1:1\n',
    },
  });
  expect(readdirSync(cwd)).not.toContain('none');
});
