import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { RandomState } from '@reluctant/random';
import { preloading } from '@reluctant/testing';
import { expectCode } from './checks.js';
import { Ground, type ProgramName } from './ground.js';
import { type StoredContent, storedContent } from './stored-content.js';

/** A command that trials disturb. It works in the directory `out`. */
export interface Subject {
  readonly name: string;
  readonly program: ProgramName;
  /** Commands that come before it. */
  readonly before: readonly (readonly string[])[];
  readonly args: readonly string[];
  /** The command that continues it. */
  readonly again: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** A subject that was run to its end without a disturbance. */
export interface Undisturbed {
  /** Its scratch directory before the command, and after it. */
  readonly before: string;
  readonly after: string;
  /** Content of `out` after it. */
  readonly content: StoredContent;
  readonly stdout: string;
  readonly seconds: number;
}

function words(text: string): readonly string[] {
  return text.split(' ');
}

function subject(name: string, program: ProgramName, args: string, more: Partial<Subject> = {}): Subject {
  return { name, program, before: [], args: words(args), again: words(args), env: {}, ...more };
}

/** A command that `--resume` continues. */
function study(name: string, args: string, env: Readonly<Record<string, string>> = {}): Subject {
  return subject(name, 'reluctant', args, { again: words(`${args} --resume`), env });
}

/**
 * Threads whose clock runs a hundred times as fast, so that runs of a second store a checkpoint every fifty
 * milliseconds.
 */
const fastClock = preloading(`
  import { isMainThread } from 'node:worker_threads';
  const { now } = Date;
  if (!isMainThread) Date.now = () => 100 * now();`);

const small = '--n_samples 300 --n_workers 2 --out out';
const train = 'train --width 48 --n_layers 2 --epochs 4 --n_samples 1000 --out out';

/** Names of {@link subjects}. */
type SubjectName = 'study' | 'drawn' | 'sweep' | 'long' | 'train' | 'export' | 'plot';

/** What trials disturb. */
export const subjects: Readonly<Record<SubjectName, Subject>> = {
  study: study(
    'a study with tests and passes',
    `run --strategies relu,gumbel_stoch --n_runs 2 --epochs 40 --holdout 0.2 --test relu,same --passes 3 ${small}`,
  ),
  drawn: study('a study with pictures', `run --strategies relu,silu --n_runs 2 --epochs 20 --plots ${small}`),
  sweep: study('a sweep', `run --strategies relu,silu --grid bottleneck=4,8 --n_runs 1 --epochs 30 --plots ${small}`),
  long: study(
    'long runs with checkpoints within them',
    `run --strategies stoch,learnable_stoch --n_runs 1 --epochs 1200 ${small}`,
    fastClock,
  ),
  train: subject('reluctant-sparse train', 'reluctant-sparse', train),
  export: subject('reluctant-sparse export', 'reluctant-sparse', 'export out', { before: [words(train)] }),
  plot: subject('plot', 'reluctant', 'plot out', {
    before: [words(`run --strategies relu,silu --n_runs 2 --epochs 20 ${small}`)],
  }),
};

const known = new Map<Subject, Promise<Undisturbed>>();
const grounds: Ground[] = [];

/** Runs a subject without a disturbance, once. */
export function undisturbed(of: Subject): Promise<Undisturbed> {
  const found = known.get(of) ?? runUndisturbed(of);
  known.set(of, found);
  return found;
}

/** Removes what {@link undisturbed} has kept. */
export function forgetUndisturbed(): void {
  known.clear();
  for (const ground of grounds.splice(0)) ground.clear();
}

async function runUndisturbed({ program, before: first, args, env }: Subject): Promise<Undisturbed> {
  const [before, after] = [new Ground(new RandomState(0)), new Ground(new RandomState(0))];
  grounds.push(before, after);
  for (const command of first) expectCode(await before.run(program, command, env), 0);
  cpSync(before.path, after.path, { recursive: true });
  const start = performance.now();
  const ended = await after.run(program, args, env);
  const seconds = (performance.now() - start) / 1000;
  expectCode(ended, 0);
  await after.quiet();
  const content = storedContent(join(after.path, 'out'));
  return { before: before.path, after: after.path, content, stdout: ended.stdout, seconds };
}
