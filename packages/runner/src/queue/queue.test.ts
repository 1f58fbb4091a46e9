import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTable } from '@reluctant/preprocessing';
import { type RunStudyOptions, runStudy, type StudyOutcome } from '@reluctant/runner';
import { connectQueue, type RunQueueWorkerOptions, runQueueWorker } from '@reluctant/runner/queue';
import { parseStudySettings, resolveStudy } from '@reluctant/study';
import { hasRedisServer, RedisServer, redisTest } from '@reluctant/testing';
import { Redis } from 'ioredis';
import { afterEach, describe, expect, test } from 'vitest';
import { withDirectory } from '../testing/small-study.js';

/** Everything in a run directory that must not depend on where runs are trained. */
function contentOf(directory: string): Record<string, string> {
  const names = readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((name) => /\.\w+$/.test(name));
  return Object.fromEntries(
    names
      // These hold times, or checksums of files with times.
      .filter((name) => !/^(environment|manifest)\.json$|^runs\.jsonl$/.test(name))
      .map((name) => {
        const bytes = readFileSync(join(directory, name));
        if (!/jsonl?$/.test(name)) return [name, createHash('sha256').update(bytes).digest('hex')];
        const text = bytes.toString();
        const lines = text.replace(/,"wall_ms":[^,}]+/g, '').split('\n');
        return [name, name === 'metrics.jsonl' || name === 'tests.jsonl' ? lines.sort().join('\n') : text];
      }),
  );
}

const settings = parseStudySettings({ strategies: ['relu', 'gumbel_stoch'], epochs: 3, n_runs: 3, n_samples: 300 });

/** What a test opens, to be closed after it. */
const opened: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

async function startServer(...arguments_: readonly string[]): Promise<RedisServer> {
  const server = await RedisServer.start(...arguments_);
  opened.push(() => server.remove());
  return server;
}

/** Starts a worker in this process; returns its end and how to stop it. */
function startWorker(options: Partial<RunQueueWorkerOptions> & { readonly queue: string }): {
  readonly ended: Promise<void>;
  readonly stop: () => Promise<void>;
} {
  const controller = new AbortController();
  const ended = runQueueWorker({
    ...{ version: '1', n_workers: 2, lease: 1, stall_interval: 1, signal: controller.signal },
    ...options,
  });
  ended.catch(() => undefined);
  const stop = async (): Promise<void> => {
    controller.abort();
    await ended.catch(() => undefined);
  };
  opened.push(stop);
  return { ended, stop };
}

async function runThrough(
  queue: string,
  options: Omit<RunStudyOptions, 'startRunner'>,
  more: { readonly version?: string; readonly notices?: string[]; readonly groupSeconds?: number } = {},
): Promise<StudyOutcome> {
  const { version = '1', notices, groupSeconds = 0.01 } = more;
  const connected = await connectQueue({
    ...{ queue, version, groupSeconds, lookSeconds: 1 },
    onNotice: (sentence) => notices?.push(sentence),
  });
  try {
    return await runStudy({ ...options, startRunner: connected.startRunner });
  } finally {
    await connected.close();
  }
}

async function keysOf(server: RedisServer): Promise<string[]> {
  const client = new Redis(server.url);
  try {
    return (await client.keys('*')).filter((key) => !/^reluctant:jobs:(id|events|meta|stalled-check)$/.test(key));
  } finally {
    client.disconnect();
  }
}

describe.skipIf(!hasRedisServer)(redisTest, () => {
  test('a study of made data has the bytes of the local pool, and leaves nothing in the server', () =>
    withDirectory(async (folder) => {
      const server = await startServer();
      startWorker({ queue: server.url });
      const [here, there] = [join(folder, 'here'), join(folder, 'there')];
      await runStudy({ settings, out: here });
      expect(await runThrough(server.url, { settings, out: there })).toMatchObject({ kind: 'finished', before: false });
      expect(contentOf(there)).toEqual(contentOf(here));
      expect(await keysOf(server)).toEqual([]);
    }));

  test('a study of a table with passes and tests has the bytes of the local pool; the worker never sees the table', () =>
    withDirectory(async (folder) => {
      const server = await startServer();
      startWorker({ queue: server.url });
      const rows = Array.from({ length: 120 }, (_, row) => row);
      const table = {
        fingerprint: 'a',
        table: createTable({
          mass: rows.map((row) => (row % 17 === 0 ? null : 3000 + 37 * (row % 23) + (row % 2) * 900)),
          island: rows.map((row) => (row % 3 === 0 ? 'Biscoe' : 'Dream')),
          species: rows.map((row) => (row % 2 === 0 ? 'Adelie' : 'Gentoo')),
        }),
      };
      const study = parseStudySettings({
        ...{ data: ['birds.csv'], target: 'species', epochs: 2, n_runs: 3, data_seeds: 2, holdout: 0.2 },
        ...{ strategies: ['relu', 'stoch'], test: ['relu', 'same'], passes: 2, shifts: [1] },
      });
      const [here, there] = [join(folder, 'here'), join(folder, 'there')];
      await runStudy({ settings: study, table, out: here });
      await runThrough(server.url, { settings: study, table, out: there });
      expect(contentOf(there)).toEqual(contentOf(here));
      expect(await keysOf(server)).toEqual([]);
    }));

  test('a program that is stopped leaves no jobs; a resume has the bytes of the local pool', () =>
    withDirectory(async (folder) => {
      const server = await startServer();
      const worker = startWorker({ queue: server.url, n_workers: 1 });
      const [here, there] = [join(folder, 'here'), join(folder, 'there')];
      const stopping = new AbortController();
      const stopped = await runThrough(server.url, {
        ...{ settings, out: there, signal: stopping.signal },
        onReport: ({ kind }) => kind === 'finished' && stopping.abort(),
      });
      expect(stopped).toMatchObject({ kind: 'unfinished', aborted: true });
      await worker.stop();
      startWorker({ queue: server.url });
      expect(await runThrough(server.url, { settings, out: there, resume: true })).toMatchObject({ kind: 'finished' });
      await runStudy({ settings, out: here });
      expect(contentOf(there)).toEqual(contentOf(here));
    }));

  test('a server that loses everything: the study stores its jobs again', () =>
    withDirectory(async (folder) => {
      const server = await startServer();
      const [here, there] = [join(folder, 'here'), join(folder, 'there')];
      const notices: string[] = [];
      const running = runThrough(server.url, { settings, out: there }, { notices });
      await expect.poll(async () => (await keysOf(server)).length, { timeout: 60_000 }).toBeGreaterThan(3);
      await server.kill();
      await server.startAgain();
      startWorker({ queue: server.url });
      expect(await running).toMatchObject({ kind: 'finished' });
      expect(notices).toEqual([
        `no worker is connected to ${server.url} yet`,
        `the connection to ${server.url} is lost; waiting until it is back`,
        `the connection to ${server.url} is back`,
      ]);
      await runStudy({ settings, out: here });
      expect(contentOf(there)).toEqual(contentOf(here));
    }));

  test('a server that is full is waited for, with one sentence', () =>
    withDirectory(async (folder) => {
      const server = await startServer('--maxmemory-policy', 'noeviction');
      const admin = new Redis(server.url);
      opened.push(async () => admin.disconnect());
      await admin.config('SET', 'maxmemory', '1');
      const notices: string[] = [];
      const running = runThrough(server.url, { settings, out: join(folder, 'out') }, { notices });
      await expect.poll(() => notices.length, { timeout: 60_000 }).toBe(1);
      expect(notices[0]).toMatch(
        /^redis:\/\/127\.0\.0\.1:\d+ does not accept commands at the moment \(OOM .+\); waiting until it does$/,
      );
      startWorker({ queue: server.url });
      await admin.config('SET', 'maxmemory', '0');
      expect(await running).toMatchObject({ kind: 'finished' });
    }));

  test('a worker of another version takes nothing and says so; the study says so, too, and waits for another worker', () =>
    withDirectory(async (folder) => {
      const server = await startServer();
      const old = startWorker({ queue: server.url, version: '0.9' });
      const notices: string[] = [];
      const running = runThrough(server.url, { settings, out: join(folder, 'out') }, { notices });
      const why = 'the study in the queue is of version 1 (protocol 1), this worker of version 0.9 (protocol 1)';
      await expect(old.ended).rejects.toMatchObject({
        ...{ code: 'broken-installation', message: `this worker does not fit: ${why}` },
      });
      startWorker({ queue: server.url });
      expect(await running).toMatchObject({ kind: 'finished' });
      expect(notices).toContain(`a worker does not fit and has ended: ${why}`);
    }));

  test('a worker loads no activation module that it was not started with', () =>
    withDirectory(async (folder) => {
      const server = await startServer();
      startWorker({ queue: server.url });
      const resolved = await resolveStudy(settings);
      const usage = { name: 'own', module: 'file:///own.js', options: {} };
      const strategies = resolved.config.strategies.map((strategy) => ({ ...strategy, usage }));
      const study = { ...resolved, config: { ...resolved.config, strategies } };
      const outcome = await runThrough(server.url, { settings, study, out: join(folder, 'out') });
      expect(outcome).toMatchObject({
        kind: 'unfinished',
        failures: expect.arrayContaining([
          'relu, run 0: the worker was not started with the activation module file:///own.js',
        ]),
      });
    }));

  test.each([
    [
      'a server that evicts keys',
      ['--maxmemory-policy', 'allkeys-lru'],
      '',
      /deletes keys when it is full \(maxmemory-policy allkeys-lru\), which would lose jobs: set maxmemory-policy to noeviction/,
    ],
    ['a password that is missing', ['--requirepass', 'secret-1'], '', /: it needs a password$/],
    ['a wrong password', ['--requirepass', 'secret-1'], ':secret-2@', /: the name or the password is wrong$/],
  ])('%s is one sentence, without the password', async (_, arguments_, login, message) => {
    const server = await startServer(...arguments_);
    const queue = server.url.replace('//', `//${login}`);
    const error = await connectQueue({ queue, version: '1' }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'input-output', message: expect.stringMatching(message) });
    expect(JSON.stringify(error) + String(error)).not.toContain('secret');
    await expect(runQueueWorker({ queue, version: '1', signal: new AbortController().signal })).rejects.toThrow(
      message,
    );
  });

  test('the password of the URL is used', async () => {
    const server = await startServer('--requirepass', 'secret 1');
    const connected = await connectQueue({ queue: server.url.replace('//', '//:secret%201@'), version: '1' });
    expect(connected.address).toBe(server.url);
    await connected.close();
  });
});

test('a server that is not there is one sentence', async () => {
  await expect(connectQueue({ queue: 'redis://127.0.0.1:1', version: '1' })).rejects.toMatchObject({
    message: 'there is no connection to redis://127.0.0.1:1: connect ECONNREFUSED 127.0.0.1:1',
  });
});
