import { join } from 'node:path';
import { createTable } from '@reluctant/preprocessing';
import { runStudy } from '@reluctant/runner';
import { connectQueue } from '@reluctant/runner/queue';
import { parseStudySettings, resolveStudy } from '@reluctant/study';
import { hasRedisServer, type RedisServer, redisTest } from '@reluctant/testing';
import { Redis } from 'ioredis';
import { afterEach, describe, expect, test } from 'vitest';
import {
  closeOpened,
  contentOf,
  keysOf,
  opened,
  runThrough,
  settings,
  startServer,
  startWorker,
} from '../testing/queue-study.js';
import { withDirectory } from '../testing/small-study.js';

afterEach(closeOpened);

/** Opens a connection that looks into a server. */
function lookInto(server: RedisServer): Redis {
  const client = new Redis(server.url);
  opened.push(async () => client.disconnect());
  return client;
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
      expect(await keysOf(lookInto(server))).toEqual([]);
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
      expect(await keysOf(lookInto(server))).toEqual([]);
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
      await expect.poll(async () => (await keysOf(lookInto(server))).length, { timeout: 60_000 }).toBeGreaterThan(3);
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

  test('a server that becomes full while runs are trained loses nothing', () =>
    withDirectory(async (folder) => {
      const server = await startServer();
      const admin = lookInto(server);
      const notices: string[] = [];
      let full = false;
      const fill = (): void => {
        if (!full) void admin.config('SET', 'maxmemory', '1');
        full = true;
      };
      startWorker({ queue: server.url, n_workers: 1, onNotice: (sentence) => notices.push(sentence) });
      const [here, there] = [join(folder, 'here'), join(folder, 'there')];
      const running = runThrough(
        server.url,
        { settings, out: there, onReport: ({ kind }) => kind === 'finished' && fill() },
        { groupSeconds: 1e-6 },
      );
      await expect
        .poll(() => notices, { timeout: 60_000 })
        .toEqual([expect.stringMatching(/OOM .+; waiting until it does$/)]);
      await admin.config('SET', 'maxmemory', '0');
      expect(await running).toMatchObject({ kind: 'finished' });
      await runStudy({ settings, out: here });
      expect(contentOf(there)).toEqual(contentOf(here));
    }));

  test('a server that is full is waited for, with one sentence', () =>
    withDirectory(async (folder) => {
      const server = await startServer('--maxmemory-policy', 'noeviction');
      const admin = lookInto(server);
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

  test('a worker whose engine has another build takes nothing and says so', () =>
    withDirectory(async (folder) => {
      const server = await startServer();
      const worker = startWorker({ queue: server.url });
      const stopping = new AbortController();
      const resolved = await resolveStudy(settings);
      const { build = '' } = resolved.config.engines.relu ?? {};
      const other = build === 'simd' ? 'relaxed-simd' : 'simd';
      const engines = Object.fromEntries(
        Object.entries(resolved.config.engines).map(([name, engine]) => [name, { ...engine, build: other }]),
      );
      const study = { ...resolved, config: { ...resolved.config, engines } };
      const notices: string[] = [];
      const options = { settings, study, out: join(folder, 'out'), signal: stopping.signal };
      const running = runThrough(server.url, options, { notices });
      const why = `the engine of relu is wasm (${build}) here, but wasm (${other}) in the configuration`;
      await expect(worker.ended).rejects.toMatchObject({
        ...{ code: 'broken-installation', message: `this worker does not fit: ${why}` },
      });
      await expect.poll(() => notices, { timeout: 60_000 }).toContain(`a worker does not fit and has ended: ${why}`);
      stopping.abort();
      expect(await running).toMatchObject({ kind: 'unfinished', aborted: true, done: 0 });
    }));

  test('two studies share a server: both have the bytes of the local pool; a second program on one directory is refused and disturbs nothing', () =>
    withDirectory(async (folder) => {
      const server = await startServer();
      const admin = lookInto(server);
      const [one, two, here] = [join(folder, 'one'), join(folder, 'two'), join(folder, 'here')];
      let first: Promise<unknown> | undefined;
      await new Promise<void>((resolve) => {
        first = runThrough(server.url, { settings, out: one, onStart: () => resolve() });
      });
      await expect(runThrough(server.url, { settings, out: one, resume: true })).rejects.toThrow(
        /another process .+ works in .+one: wait for it/,
      );
      await expect.poll(() => admin.keys('reluctant:session:*'), { timeout: 60_000 }).toHaveLength(1);
      // A second program that began before the directory was there has a runner already when it is refused.
      const second = await connectQueue({ queue: server.url, version: '1' });
      const runner = await second.startRunner({ study: await resolveStudy(settings), out: one, jobs: [] });
      await runner.dispose();
      await second.close();
      expect(await admin.keys('reluctant:session:*')).toHaveLength(1);
      // The same settings, so that jobs and results have the same content.
      const other = runThrough(server.url, { settings, out: two });
      startWorker({ queue: server.url });
      expect(await Promise.all([first, other])).toMatchObject([{ kind: 'finished' }, { kind: 'finished' }]);
      await runStudy({ settings, out: here });
      expect([contentOf(one), contentOf(two)]).toEqual([contentOf(here), contentOf(here)]);
      expect(await keysOf(lookInto(server))).toEqual([]);
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
});
