import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RandomState } from '@reluctant/random';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { expectCode, expectSame, expectSentence } from './checks.js';
import { Ground } from './ground.js';
import { kinds } from './kinds.js';
import { runTrials } from './run-trials.js';
import { differences, storedContent } from './stored-content.js';
import { forgetUndisturbed } from './subjects.js';
import { TrialFailure } from './trial-failure.js';

let ground: Ground;
beforeEach(() => {
  ground = new Ground(new RandomState(0));
});
afterEach(() => ground.clear());
afterAll(forgetUndisturbed);

/** A few trials of the cheap kinds; `pnpm chaos` has all of them. */
test.each([
  ['kill', 1],
  ['damage', 1],
  ['damage-unfinished', 1],
  ['streams', 1],
])('%s, %i of its trials: the same bytes or one sentence, nothing left behind', async (name, count) => {
  const kind = kinds.find((one) => one.name === name);
  if (kind === undefined) throw new Error(`there is no kind ${name}`);
  const { failures, same, sentence } = await runTrials(kind, count, 3);
  expect(failures).toEqual([]);
  expect(same + sentence).toBe(count);
});

test('a trial fails when a lock, a temporary file, a changed byte or a process is left', async () => {
  const out = join(ground.path, 'out');
  mkdirSync(out);
  writeFileSync(join(out, 'summary.json'), '1');
  const content = storedContent(out);
  await expectSame(ground, 'out', content);
  for (const [name, message] of [
    ['.lock', /left behind: \.lock/],
    ['summary.json.1-00000000.tmp', /left behind: summary/],
    ['relu-0.partial', /left behind: relu-0/],
  ] as const) {
    writeFileSync(join(out, name), '');
    await expect(expectSame(ground, 'out', content)).rejects.toThrow(message);
    await ground.shell('reluctant', `rm out/${name}`);
  }
  writeFileSync(join(out, 'summary.json'), '2');
  await expect(expectSame(ground, 'out', content)).rejects.toThrow(/summary\.json differs/);
});

test('exit codes, sentences and stack traces are told apart', async () => {
  const ended = { command: 'run', signal: null, stdout: '' };
  expect(() => expectCode({ ...ended, code: 0, stderr: 'Error: x\n    at y.js:1\n' }, 0)).toThrow(/stack trace/);
  expect(() => expectCode({ ...ended, code: 2, stderr: '' }, 0, 1)).toThrow(/ended with 2 instead of 0 or 1/);
  expect(() => expectSentence({ ...ended, code: 1, stderr: 'no\n' }, 1)).toThrow(TrialFailure);
  expectSentence({ ...ended, code: 1, stderr: 'reluctant: out is a file, not a directory\n' }, 1);
});

test('wall times and the order of threads do not count, all other bytes do', () => {
  const write = (name: string, rows: string): ReturnType<typeof storedContent> => {
    const directory = join(ground.path, name);
    mkdirSync(directory);
    writeFileSync(join(directory, 'metrics.jsonl'), rows);
    return storedContent(directory);
  };
  const whole = write('a', '{"run":0,"wall_ms":1.5}\n{"run":1,"wall_ms":2}\n');
  expect(differences(write('b', '{"run":1,"wall_ms":7}\n{"run":0,"wall_ms":8}\n'), whole)).toEqual([]);
  expect(differences(write('c', '{"run":0,"wall_ms":1.5}\n{"run":2,"wall_ms":2}\n'), whole)).toEqual([
    'metrics.jsonl differs',
  ]);
  expect(differences(write('d', ''), new Map())).toEqual(['metrics.jsonl is left']);
  expect(readFileSync(join(ground.path, 'a/metrics.jsonl'), 'utf8')).toContain('wall_ms');
});
