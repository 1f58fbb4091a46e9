import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type RunStudyOptions, runStudy, type StudyOutcome } from '@reluctant/runner';
import { connectQueue, type RunQueueWorkerOptions, runQueueWorker } from '@reluctant/runner/queue';
import { parseStudySettings } from '@reluctant/study';
import { RedisServer } from '@reluctant/testing';

/** Everything in a run directory that must not depend on where runs are trained. */
export function contentOf(directory: string): Record<string, string> {
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

/** A study of some seconds. */
export const settings = parseStudySettings({
  strategies: ['relu', 'gumbel_stoch'],
  epochs: 3,
  n_runs: 3,
  n_samples: 300,
});

/** What a test opens, to be closed after it by {@link closeOpened}. */
export const opened: (() => Promise<unknown>)[] = [];

/** Closes what a test has opened, the latest first. */
export async function closeOpened(): Promise<void> {
  for (const close of opened.splice(0).reverse()) await close();
}

/** Starts a server for one test. */
export async function startServer(...arguments_: readonly string[]): Promise<RedisServer> {
  const server = await RedisServer.start(...arguments_);
  opened.push(() => server.remove());
  return server;
}

/** Starts a worker in this process; returns its end and how to stop it. */
export function startWorker(options: Partial<RunQueueWorkerOptions> & { readonly queue: string }): {
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

/** Runs a study through a queue. */
export async function runThrough(
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

/** The keys in a server, without those that a queue always has. */
export async function keysOf(client: { keys(pattern: string): Promise<string[]> }): Promise<string[]> {
  return (await client.keys('*')).filter((key) => !/^reluctant:jobs:(id|events|meta|stalled-check)$/.test(key));
}
