import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { planStudies } from '@reluctant/study';
import { expect, test } from 'vitest';
import { openSweep } from '../plan/sweep-file.js';
import { smallStudy, withDirectory } from '../testing/small-study.js';
import { writeManifest } from './manifest.js';
import { RunDirectory } from './run-directory.js';
import { removeDeadTemporaries, temporaryPath, writerName } from './temporary-files.js';

const config = smallStudy();
const host = writerName.slice(writerName.indexOf('-') + 1);
/** A process id above the highest that Linux assigns, so no such process exists. */
const dead = 4194305;
/** The process that started the tests: it is alive and does not write to these directories. */
const alive = process.ppid;
const uuid = '0b1e6f0a-9c5d-4d2e-8f00-00000000000f';

/** Creates files and their folders in a directory. */
function leave(directory: string, names: readonly string[]): void {
  for (const name of names) {
    mkdirSync(join(directory, name, '..'), { recursive: true });
    writeFileSync(join(directory, name), 'half of a fi');
  }
}

const left = (directory: string, names: readonly string[]): string[] =>
  names.filter((name) => existsSync(join(directory, name)));

test('removes the temporary files of dead processes of this host, but not of live ones, of other hosts or with other names', () =>
  withDirectory((path) => {
    const gone = [
      `findings.md.${dead}-${host}.tmp`,
      `findings.md.${dead}.tmp`,
      `val_loss.svg.${dead}-${host}-${uuid}.tmp`,
      // It has the id of this process, which is not writing at this point.
      `comparison.json.${process.pid}-${host}.tmp`,
      `.lock.${dead}-${host}`,
      `.lock.${dead}-${host}.stale`,
    ];
    const kept = [
      `findings.md.${alive}-${host}.tmp`,
      `findings.md.${dead}-01234567.tmp`,
      // This process may be drawing it.
      `val_loss.svg.${process.pid}-${host}-${uuid}.tmp`,
      `.lock.${alive}-${host}`,
      '.lock',
      'findings.md',
      'draft.tmp',
      `thesis.tex.${dead}.tmp`,
      `below/findings.md.${dead}-${host}.tmp`,
      `folder.md.${dead}-${host}.tmp/file`,
    ];
    leave(path, [...gone, ...kept]);
    removeDeadTemporaries(path);
    expect(left(path, gone)).toEqual([]);
    expect(left(path, kept)).toEqual(kept);
  }));

test('a missing folder is no error', () =>
  withDirectory((path) => {
    removeDeadTemporaries(join(path, 'plots'));
    expect(readdirSync(path)).toEqual([]);
  }));

test('opening an unfinished study removes every temporary file, as it holds the lock, even if the process id is in use again', () =>
  withDirectory((path) => {
    RunDirectory.open(path, config, false).close();
    const gone = [dead, alive, process.pid].flatMap((pid) => [
      `checkpoints/relu-0.safetensors.${pid}.tmp`,
      `checkpoints/relu-0.safetensors.${pid}-${host}.tmp`,
      `checkpoints/relu-0.safetensors.${pid}-01234567.tmp`,
      `predictions/relu-0.safetensors.${pid}-${host}.tmp`,
      `metrics.jsonl.${pid}-${host}.tmp`,
    ]);
    // Processes without the lock may draw pictures or prepare a lock file.
    const kept = [`plots/val_loss.svg.${alive}-${host}-${uuid}.tmp`, `.lock.${alive}-${host}`];
    leave(path, [...gone, ...kept, `plots/val_loss.svg.${dead}-${host}-${uuid}.tmp`, `.lock.${dead}-${host}.stale`]);
    RunDirectory.open(path, config, true).close();
    expect(left(path, gone)).toEqual([]);
    expect(readdirSync(path).sort()).toEqual([
      `.lock.${alive}-${host}`,
      'checkpoints',
      'config.json',
      'plots',
      'predictions',
    ]);
    expect(readdirSync(join(path, 'plots'))).toEqual([`val_loss.svg.${alive}-${host}-${uuid}.tmp`]);
  }));

test('opening a finished study takes no lock and keeps the files of live processes', () =>
  withDirectory((path) => {
    RunDirectory.open(path, config, false).close();
    const gone = [`findings.md.${dead}-${host}.tmp`, `checkpoints/relu-0.safetensors.${dead}-${host}.tmp`];
    const kept = [`findings.md.${alive}-${host}.tmp`, 'summary.json'];
    leave(path, [...gone, ...kept]);
    writeManifest(path);
    for (const pid of [dead, alive]) {
      writeFileSync(join(path, '.lock'), `${pid} ${hostname()}\n`);
      const directory = RunDirectory.open(path, config, false);
      expect(directory.state).toBe('finished');
      directory.close();
      expect(left(path, ['.lock', ...gone])).toEqual(pid === alive ? ['.lock'] : []);
    }
    expect(left(path, kept)).toEqual(kept);
  }));

test('opening one directory does not remove files of another one', () =>
  withDirectory((path) => {
    const [here, there] = [join(path, 'here'), join(path, 'there')];
    const others = [dead, alive].map((pid) => `checkpoints/relu-0.safetensors.${pid}-${host}.tmp`);
    for (const directory of [here, there]) RunDirectory.open(directory, config, false).close();
    leave(there, others);
    RunDirectory.open(here, config, true).close();
    expect(left(there, others)).toEqual(others);
  }));

test('a directory that is refused keeps its temporary files', () =>
  withDirectory((path) => {
    const held = RunDirectory.open(path, config, false);
    const names = [`checkpoints/relu-0.safetensors.${dead}-${host}.tmp`, `metrics.jsonl.${dead}.tmp`];
    leave(path, names);
    expect(() => RunDirectory.open(path, config, true)).toThrow('another process');
    held.close();
    expect(() => RunDirectory.open(path, config, false)).toThrow("continue with the option 'resume'");
    expect(() => RunDirectory.open(path, smallStudy({ seed: 4 }), true)).toThrow('another study');
    expect(left(path, names)).toEqual(names);
  }));

test('a directory with only the temporary file of its first file is new; any other temporary file is foreign', () =>
  withDirectory((path) => {
    const [own, other] = [join(path, 'own'), join(path, 'other')];
    leave(own, [`config.json.${dead}-${host}.tmp`]);
    leave(other, ['mine.tmp']);
    RunDirectory.open(own, config, false).close();
    expect(readdirSync(own).sort()).toEqual(['checkpoints', 'config.json']);
    expect(() => RunDirectory.open(other, config, false)).toThrow('holds other files (mine.tmp)');
  }));

test('opening a sweep removes temporary files of dead processes in its folder and pictures; its studies are cleaned when they are opened', () =>
  withDirectory((path) => {
    const plan = planStudies({ epochs: 2 }, { grid: [{ setting: 'bottleneck', values: [2, 3] }] });
    const gone = [`sweep.json.${dead}-${host}.tmp`, `plots/heat.png.${dead}-${host}-${uuid}.tmp`];
    const kept = [`findings.md.${alive}-${host}.tmp`, `bottleneck=2/config.json.${dead}-${host}.tmp`];
    leave(path, gone.slice(0, 1));
    openSweep(path, plan);
    expect(readdirSync(path)).toEqual(['sweep.json']);
    leave(path, [...gone, ...kept]);
    openSweep(path, plan);
    expect(left(path, gone)).toEqual([]);
    expect(left(path, kept)).toEqual(kept);
    leave(path, gone);
    const other = planStudies({ epochs: 3 }, { grid: [{ setting: 'bottleneck', values: [2, 4] }] });
    expect(() => openSweep(path, other)).toThrow('another sweep');
    expect(left(path, gone)).toEqual(gone);
  }));

test('temporary names of this process are recognised', () => {
  expect(temporaryPath('a/b.json')).toBe(`a/b.json.${process.pid}-${host}.tmp`);
  expect(host).toMatch(/^[0-9a-f]{8}$/);
});
