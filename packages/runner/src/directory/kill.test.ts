import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fc, test as property } from '@fast-check/vitest';
import type { JobReport, StartedJob } from '@reluctant/study';
import { expect, test, vi } from 'vitest';
import { collectRuns } from '../run/collect-runs.js';
import { reportsOf, rowsReport, ScriptedRunner, smallStudy, withDirectory } from '../testing/small-study.js';
import { RunDirectory } from './run-directory.js';

/**
 * Simulates a process under `kill -9`: after `left` further file operations, the next one, if it writes, writes only
 * half, and all later ones do nothing. With an infinite `left` nothing is killed.
 */
const life = vi.hoisted(() => ({ left: Number.POSITIVE_INFINITY, killed: false, done: 0, pid: 4194305 }));
/** What another process does before this one takes the lock. */
const elsewhere = vi.hoisted(() => ({ beforeLock: (_directory: string): void => undefined }));

vi.mock('node:fs', async (importActual) => {
  const actual = await importActual<typeof import('node:fs')>();
  const live = (half?: () => void): void => {
    if (!life.killed && life.left > 0) {
      life.left -= 1;
      life.done += 1;
      return;
    }
    if (!life.killed) half?.();
    life.killed = true;
    throw new Error('killed');
  };
  return {
    ...actual,
    writeFileSync: (path: string, content: string | Uint8Array) => {
      live(() => actual.writeFileSync(path, content.slice(0, content.length >> 1)));
      actual.writeFileSync(path, content);
    },
    writeSync: (file: number, text: string) => {
      live(() => void actual.writeSync(file, text.slice(0, text.length >> 1)));
      return actual.writeSync(file, text);
    },
    openSync: (...args: Parameters<typeof actual.openSync>) => {
      live();
      return actual.openSync(...args);
    },
    mkdirSync: (...args: Parameters<typeof actual.mkdirSync>) => {
      live();
      return actual.mkdirSync(...args);
    },
    renameSync: (from: string, to: string) => {
      live();
      actual.renameSync(from, to);
    },
    linkSync: (from: string, to: string) => {
      live();
      actual.linkSync(from, to);
    },
    rmSync: (...args: Parameters<typeof actual.rmSync>) => {
      live();
      actual.rmSync(...args);
    },
  };
});

/** Each simulated process has its own id, above the highest that Linux assigns. */
vi.mock('./temporary-files.js', async (importActual) => ({
  ...(await importActual<typeof import('./temporary-files.js')>()),
  temporaryPath: (path: string) => `${path}.${life.pid}-01234567.tmp`,
}));

vi.mock('./directory-lock.js', async (importActual) => {
  const actual = await importActual<typeof import('./directory-lock.js')>();
  return {
    ...actual,
    lockDirectory: (directory: string) => {
      elsewhere.beforeLock(directory);
      return actual.lockDirectory(directory);
    },
  };
});

/** Two strategies, two runs, predictions; a run that diverges and one that restarts. */
const config = smallStudy({ n_runs: 2, passes: 1 });

function tell({ from, ...job }: StartedJob): readonly JobReport[] {
  const name = `${job.strategy} ${job.run}`;
  if (name === 'silu 0') {
    return [rowsReport(job, 1), { kind: 'diverged', ...job, epoch: 2, step: 13, message: 'the loss is NaN' }];
  }
  const [rows, finished] = reportsOf(job, config.epochs);
  if (rows?.kind !== 'rows' || finished?.kind !== 'finished') throw new Error('expected rows and an end');
  const ends: JobReport[] = [rows, { ...finished, predictions: Uint8Array.of(job.run, 1, 2, 3) }];
  const partial: JobReport = { kind: 'partial', ...job, epoch: 1, checkpoint: Uint8Array.of(4, 5) };
  const later: JobReport = { ...rows, epochs: 1, lines: rows.lines.slice(rows.lines.indexOf('\n') + 1) };
  if (from !== undefined) return [later, ...ends.slice(1)];
  return name === 'relu 1'
    ? [rowsReport(job, 1), partial, { kind: 'restarted', ...job, epoch: 1 }, later, ...ends.slice(1)]
    : ends;
}

/** Runs the missing jobs of the study in a process that is killed after this many file operations. */
async function doStudy(path: string, lives = Number.POSITIVE_INFINITY): Promise<'done' | 'killed'> {
  Object.assign(life, { left: lives, killed: false, done: 0, pid: life.pid + 1 });
  let directory: RunDirectory | undefined;
  try {
    directory = RunDirectory.open(path, config, true);
    if (directory.state !== 'finished') {
      await collectRuns(directory, new ScriptedRunner(tell));
      directory.writeJson('environment.json', { node: 'any' });
      directory.writeJson('summary.json', { runs: 4 });
      directory.finish();
    }
    directory.close();
    return 'done';
  } catch (error) {
    if (!life.killed) throw error;
    // The system closes the files of a killed process. Its lock stays, but this process no longer counts as its holder.
    expect(() => directory?.close()).not.toThrow(/^(?!killed)/);
    return 'killed';
  } finally {
    Object.assign(life, { left: Number.POSITIVE_INFINITY, killed: false });
  }
}

/** Every file of a directory by its path; lines of appended files in any order. */
function contentOf(directory: string): Record<string, string[]> {
  const files = readdirSync(directory, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files.map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      const lines = readFileSync(path, 'latin1').split('\n');
      return [path.slice(directory.length), name.endsWith('.jsonl') ? lines.sort() : lines];
    }),
  );
}

test('a kill at any file operation of a study: a second start ends in the same files and no others', () =>
  withDirectory(async (path) => {
    await doStudy(join(path, 'whole'));
    const steps = life.done;
    expect(steps).toBeGreaterThan(30);
    const expected = contentOf(join(path, 'whole'));
    expect(Object.keys(expected)).toHaveLength(6 + 3 + 3);
    let temporary = 0;
    for (let lives = 0; lives < steps; lives++) {
      const directory = join(path, `killed-${lives}`);
      expect([lives, await doStudy(directory, lives)]).toEqual([lives, 'killed']);
      if (lives > 0) temporary += Object.keys(contentOf(directory)).filter((name) => name.endsWith('.tmp')).length;
      expect(await doStudy(directory)).toBe('done');
      expect({ lives, ...contentOf(directory) }).toEqual({ lives, ...expected });
    }
    // Checks that kills also hit between writing and renaming.
    expect(temporary).toBeGreaterThan(15);
  }));

property.prop([fc.array(fc.nat({ max: 50 }), { minLength: 2, maxLength: 4 })], { seed: 12, numRuns: 25 })(
  'several kills, one after the other: the last start ends in the same files and no others',
  (kills) =>
    withDirectory(async (path) => {
      await doStudy(join(path, 'whole'));
      const directory = join(path, 'killed');
      for (const lives of kills) await doStudy(directory, lives);
      await doStudy(directory);
      expect(contentOf(directory)).toEqual(contentOf(join(path, 'whole')));
    }),
);

test.each([
  [
    'finished the study',
    (path: string) =>
      writeFileSync(
        join(path, 'manifest.json'),
        `{"version":1,"files":{},"sha256":"${createHash('sha256').update('{}').digest('hex')}"}`,
      ),
    (path: string) => expect(RunDirectory.open(path, config, true).state).toBe('finished'),
  ],
  [
    'began another study',
    (path: string) => writeFileSync(join(path, 'config.json'), JSON.stringify({ ...config, seed: 1 })),
    (path: string) => expect(() => RunDirectory.open(path, config, true)).toThrow('holds another study (seed is 1'),
  ],
])('another process that held the lock %s meanwhile: this is detected, and no lock is left', (_, meanwhile, look) =>
  withDirectory((path) => {
    mkdirSync(join(path, 'checkpoints'));
    writeFileSync(join(path, 'config.json'), JSON.stringify(config));
    elsewhere.beforeLock = meanwhile;
    try {
      look(path);
    } finally {
      elsewhere.beforeLock = () => undefined;
    }
    expect(readdirSync(path).filter((name) => name.startsWith('.lock'))).toEqual([]);
  }),
);
