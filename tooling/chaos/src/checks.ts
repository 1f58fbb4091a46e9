import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Ended, Ground } from './ground.js';
import { differences, type StoredContent, storedContent } from './stored-content.js';
import { TrialFailure } from './trial-failure.js';

/** @throws TrialFailure when output holds a stack trace */
export function refuseTrace({ command, stdout, stderr }: Ended): void {
  if (/^ {4}at /m.test(`${stdout}\n${stderr}`)) throw new TrialFailure(`${command} printed a stack trace:\n${stderr}`);
}

/** @throws TrialFailure unless a command ended with one of these codes and without a stack trace */
export function expectCode(ended: Ended, ...codes: readonly (number | NodeJS.Signals)[]): void {
  refuseTrace(ended);
  const found = ended.code ?? ended.signal;
  if (found !== null && codes.includes(found)) return;
  throw new TrialFailure(`${ended.command} ended with ${found} instead of ${codes.join(' or ')}:\n${tail(ended)}`);
}

/**
 * @throws TrialFailure unless a command ended with one of these codes, and its last words are a sentence of the program
 */
export function expectSentence(ended: Ended, ...codes: readonly number[]): void {
  expectCode(ended, ...codes);
  const last = ended.stderr.trimEnd().split('\n').at(-1) ?? '';
  if (!/^reluctant(-sparse)?: .{15,}/.test(last))
    throw new TrialFailure(`${ended.command} ended with ${ended.code} without a sentence:\n${tail(ended)}`);
}

/**
 * Compares a directory with that of an undisturbed study.
 *
 * @throws TrialFailure when they differ, when a lock or a temporary file is left, or when a process of the trial is
 */
export async function expectSame(ground: Ground, directory: string, expected: StoredContent): Promise<void> {
  await ground.quiet();
  expectTidy(join(ground.path, directory));
  const found = differences(storedContent(join(ground.path, directory)), expected);
  if (found.length > 0) throw new TrialFailure(`not the bytes of an undisturbed study: ${found.join(', ')}`);
}

/** @throws TrialFailure when a lock, a temporary file or the checkpoint of an unfinished run is left */
export function expectTidy(directory: string): void {
  if (!existsSync(directory)) return;
  const left = readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((path) =>
    /(^|\/)\.lock|\.tmp$|\.partial$/.test(path),
  );
  if (left.length > 0) throw new TrialFailure(`left behind: ${left.join(', ')}`);
}

function tail({ stderr }: Ended): string {
  return stderr.slice(-800);
}
