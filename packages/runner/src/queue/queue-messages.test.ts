import { expect, test } from 'vitest';
import { smallStudy } from '../testing/small-study.js';
import { queueJobSchema, queueProgressSchema } from './queue-messages.js';

const blob = { sha256: '0'.repeat(64), bytes: 10 };
const run = { strategy: 'relu', run: 0 };
const job = { protocol: 1, version: '1', session: 'a'.repeat(32), config: smallStudy(), data: [], runs: [run] };

test('a job survives JSON with its configuration unchanged', () => {
  expect(JSON.stringify(queueJobSchema.parse(JSON.parse(JSON.stringify(job))).config)).toBe(JSON.stringify(job.config));
});

test.each<[string, object]>([
  ['of another protocol', { protocol: 2 }],
  ['with an unknown field', { script: 'x' }],
  ['whose session is a pattern of keys', { session: '*' }],
  ['without runs', { runs: [] }],
  ['of too many runs', { runs: Array.from({ length: 10_001 }, () => run) }],
  ['with a blob that is too large', { data: [{ ...blob, bytes: 2 ** 34 }] }],
  ['with the name of a file in place of a blob', { data: [{ ...blob, sha256: '../../etc/passwd' }] }],
  ['of a configuration with a wrong field', { config: { ...job.config, epochs: -1 } }],
])('a job %s is refused', (_, change) => {
  expect(queueJobSchema.safeParse({ ...job, ...change }).success).toBe(false);
});

test.each<[string, object]>([
  ['parts without end', { parts: Array.from({ length: 10_001 }, () => blob) }],
  ['a run before the first', { ended: [-1] }],
  ['a sentence without end', { refused: 'x'.repeat(501) }],
])('progress with %s is refused', (_, change) => {
  expect(queueProgressSchema.safeParse({ parts: [], ended: [], ...change }).success).toBe(false);
  expect(queueProgressSchema.safeParse({ parts: [blob], ended: [0] }).success).toBe(true);
});
