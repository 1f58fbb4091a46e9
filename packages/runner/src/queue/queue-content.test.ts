import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { createTable } from '@reluctant/preprocessing';
import { parseStudySettings, type TableSource } from '@reluctant/study';
import { hasRedisServer, type RedisServer, redisTest } from '@reluctant/testing';
import { Redis } from 'ioredis';
import { afterEach, describe, expect, test } from 'vitest';
import { closeOpened, keysOf, opened, runThrough, settings, startServer, startWorker } from '../testing/queue-study.js';
import { withDirectory } from '../testing/small-study.js';

afterEach(closeOpened);

/** Opens a connection that looks into a server. */
function lookInto(server: RedisServer): Redis {
  const client = new Redis(server.url);
  opened.push(async () => client.disconnect());
  return client;
}

/** Records the commands that a server receives, each as one text. */
async function recordCommands(server: RedisServer): Promise<readonly string[]> {
  const monitor = await lookInto(server).monitor();
  opened.push(async () => monitor.disconnect());
  const commands: string[] = [];
  monitor.on('monitor', (_, args: readonly string[]) => commands.push(args.join(' ')));
  return commands;
}

const rows = Array.from({ length: 200 }, (_, row) => row);
const table: TableSource = {
  fingerprint: 'a',
  table: createTable({
    mass: rows.map((row) => 3000 + 37 * (row % 23)),
    species: rows.map((row) => (row % 2 === 0 ? 'Adelie' : 'Gentoo')),
  }),
};
const ofTable = parseStudySettings({
  ...{ data: ['birds.csv'], target: 'species', epochs: 1, n_runs: 3, strategies: ['relu', 'silu'] },
});

/** Each run is a group. */
const each = { groupSeconds: 1e-6 };

describe.skipIf(!hasRedisServer)(redisTest, () => {
  test('a table: the data set is stored once, compressed, for a day; each of two workers fetches it once; nothing is left', () =>
    withDirectory(async (folder) => {
      const server = await startServer();
      const [client, commands] = [lookInto(server), await recordCommands(server)];
      const running = runThrough(server.url, { settings: ofTable, table, out: join(folder, 'out') }, each);
      await expect.poll(() => client.llen('reluctant:jobs:wait'), { timeout: 60_000 }).toBe(6);
      const blobs = await client.keys('reluctant:blob:*');
      expect(blobs).toHaveLength(1);
      const [key = ''] = blobs;
      const stored = (await client.getBuffer(key)) ?? Buffer.alloc(0);
      const bytes = inflateSync(stored);
      expect(stored.length).toBeLessThan(bytes.length / 2);
      expect(bytes.toString('latin1')).toContain('train/features');
      for (const name of [key, ...(await client.keys('reluctant:session:*'))]) {
        const milliseconds = await client.pttl(name);
        expect(milliseconds).toBeGreaterThan(23 * 3600 * 1000);
        expect(milliseconds).toBeLessThanOrEqual(24 * 3600 * 1000);
      }
      for (const job of await client.lrange('reluctant:jobs:wait', 0, -1)) {
        const data = (await client.hget(`reluctant:jobs:${job}`, 'data')) ?? '';
        expect(data.length).toBeLessThan(8000);
        expect(JSON.parse(data)).toMatchObject({
          protocol: 1,
          data: [{ bytes: bytes.length }],
          runs: [{ run: expect.any(Number) }],
        });
      }
      startWorker({ queue: server.url });
      startWorker({ queue: server.url });
      expect(await running).toMatchObject({ kind: 'finished' });
      // Six groups on four threads.
      const fetched = commands.filter((command) => command.startsWith(`getrange ${key} `));
      expect(fetched.length).toBeGreaterThanOrEqual(1);
      expect(fetched.length).toBeLessThanOrEqual(2);
      expect(commands.filter((command) => command.startsWith(`set ${key} `))).toHaveLength(1);
      expect(await keysOf(lookInto(server))).toEqual([]);
    }));

  test('made data are not sent: workers make them again; results are compressed blobs that expire and are removed', () =>
    withDirectory(async (folder) => {
      const server = await startServer();
      const commands = await recordCommands(server);
      startWorker({ queue: server.url });
      expect(await runThrough(server.url, { settings, out: join(folder, 'out') }, each)).toMatchObject({
        kind: 'finished',
      });
      const sets = commands.filter((command) => command.startsWith('set reluctant:blob:'));
      // Each of the six runs is a group, and its results are one blob.
      expect(sets).toHaveLength(6);
      expect(sets.filter((command) => / PX 86400000$/.test(command))).toEqual(sets);
      const removed = commands.filter((command) => command.startsWith('unlink reluctant:blob:'));
      const names = (list: readonly string[]): string[] =>
        list.flatMap((line) => line.match(/reluctant:blob:\S+/g) ?? []);
      expect(names(removed).sort()).toEqual(names(sets).sort());
      expect(await keysOf(lookInto(server))).toEqual([]);
    }));

  test('a job that is not one fails; the worker goes on', () =>
    withDirectory(async (folder) => {
      const server = await startServer();
      const { Queue } = await import('bullmq');
      const queue = new Queue('jobs', { connection: lookInto(server), prefix: 'reluctant', skipVersionCheck: true });
      opened.push(() => queue.close());
      const script = { protocol: 1, version: '1', script: 'process.exit()' };
      const strange = await queue.addBulk(
        [null, 7, {}, script, { ...script, session: '*' }].map((data) => ({ name: 'x', data })),
      );
      startWorker({ queue: server.url });
      expect(await runThrough(server.url, { settings, out: join(folder, 'out') })).toMatchObject({ kind: 'finished' });
      for (const { id = '' } of strange) {
        expect((await queue.getJob(id))?.failedReason).toBe('the job is not one that this version understands');
      }
    }));
});
