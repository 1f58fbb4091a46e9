import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { preloading } from '@reluctant/testing';
import { expectCode, expectSame, expectSentence } from '../checks.js';
import type { Ground } from '../ground.js';
import { type StoredContent, storedContent } from '../stored-content.js';
import type { Ending, Trial, TrialKind } from '../trial.js';
import { TrialFailure } from '../trial-failure.js';

/** What a user's activation module does to its thread, as a statement before it computes. */
interface Disaster {
  readonly name: string;
  readonly statement: string;
  /** What stderr must say of the failed run. */
  readonly reason: RegExp;
  readonly env?: Readonly<Record<string, string>>;
}

/** The parent looks at its threads a hundred times as often, so that ten minutes of silence pass in six seconds. */
const fastWatch = preloading(`
  import { isMainThread } from 'node:worker_threads';
  const { setInterval } = globalThis;
  if (isMainThread) globalThis.setInterval = (work, time, ...rest) => setInterval(work, time === 1000 ? 10 : time, ...rest);`);

const disasters: readonly Disaster[] = [
  { name: 'throws', statement: 'throw new Error("it broke");', reason: /it broke/ },
  { name: 'throws no error', statement: 'throw null;', reason: /run 0/ },
  { name: 'exits', statement: 'process.exit(3);', reason: /failed twice \(its thread exited with code 3\)/ },
  {
    name: 'throws outside of the call',
    statement: 'queueMicrotask(() => { throw new Error("it broke later"); });',
    reason: /failed twice \(it broke later\)/,
  },
  {
    name: 'rejects a promise that nobody awaits',
    statement: 'Promise.reject(new Error("it was rejected"));',
    reason: /failed twice \(it was rejected\)/,
  },
  {
    name: 'takes all memory of its thread',
    statement: 'const kept = []; for (;;) kept.push(new Array(100000).fill(kept.length));',
    reason: /failed twice \(.*memory/,
    env: { NODE_OPTIONS: '--max-old-space-size=150' },
  },
  {
    name: 'computes for ever',
    statement: 'for (;;);',
    reason: /failed twice \(its thread has not responded/,
    env: fastWatch,
  },
];

/** Threads that die once, or always. */
export const workers: TrialKind = {
  name: 'workers',
  title:
    'worker threads that throw, exit, run out of memory or stop responding, once or always; after that the activation module is repaired',
  usual: 2 * disasters.length,
  trials: (count) =>
    Array.from({ length: count }, (_, index) => {
      const disaster = disasters[Math.floor(index / 2) % disasters.length];
      if (disaster === undefined) throw new Error('there are no disasters');
      return index % 2 === 0 ? always(disaster) : once(disaster);
    }),
};

/**
 * The text of a user's activation module.
 *
 * @param statement - executed whenever the activation computes. `first()` in it is true the first time on any thread
 */
function activationModule(statement = ''): string {
  const leaky = new URL('../../../../packages/trainer/fixtures/leaky-activation.js', import.meta.url).href;
  return `
    import { existsSync, writeFileSync } from 'node:fs';
    import { activation as leaky } from ${JSON.stringify(leaky)};
    const first = () => !existsSync('done-once') && (writeFileSync('done-once', ''), true);
    const forward = (...args) => { ${statement} return leaky.forward(...args); };
    export const activation = { ...leaky, forward };`;
}

const settings = {
  ...{ n_runs: 1, n_samples: 300, epochs: 6, n_workers: 2 },
  strategies: ['module:path=./own.mjs', 'relu', 'silu'],
};

function command(out: string): readonly string[] {
  return ['run', '--config', 'own.yaml', '--out', out];
}

/**
 * Runs the study with the module that does no harm. The identity of a study holds the path of a module, not its
 * content, so the undisturbed study stands beside the disturbed one.
 */
async function undisturbed(ground: Ground): Promise<StoredContent> {
  writeFileSync(join(ground.path, 'own.yaml'), JSON.stringify(settings));
  writeModule(ground);
  expectCode(await ground.run('reluctant', command('whole')), 0);
  return storedContent(join(ground.path, 'whole'));
}

function writeModule(ground: Ground, statement?: string): void {
  writeFileSync(join(ground.path, 'own.mjs'), activationModule(statement));
}

function always({ name, statement, reason, env }: Disaster): Trial {
  return {
    name: `an activation module that ${name}`,
    async run(ground: Ground): Promise<Ending> {
      const content = await undisturbed(ground);
      writeModule(ground, statement);
      const first = await ground.run('reluctant', command('out'), env);
      expectSentence(first, 1);
      if (!reason.test(first.stderr)) throw new TrialFailure(`${first.command} gave no reason:\n${first.stderr}`);
      const finished = readFileSync(join(ground.path, 'out/runs.jsonl'), 'utf8').trim().split('\n');
      if (finished.length !== 2) throw new TrialFailure(`${finished.length} of the 2 other runs are finished`);
      writeModule(ground);
      expectCode(await ground.run('reluctant', [...command('out'), '--resume']), 0);
      await expectSame(ground, 'out', content);
      return 'sentence';
    },
  };
}

function once({ name, statement, env }: Disaster): Trial {
  return {
    name: `an activation module that ${name}, but once`,
    async run(ground: Ground): Promise<Ending> {
      const content = await undisturbed(ground);
      writeModule(ground, `if (first()) { ${statement} }`);
      const ended = await ground.run('reluctant', command('out'), env);
      // An error that the engine reports is no death of a thread, and is not tried again.
      if (/^throws( no error)?$/.test(name)) {
        expectSentence(ended, 1);
        expectCode(await ground.run('reluctant', [...command('out'), '--resume']), 0);
        await expectSame(ground, 'out', content);
        return 'sentence';
      }
      expectCode(ended, 0);
      await expectSame(ground, 'out', content);
      return 'same';
    },
  };
}
