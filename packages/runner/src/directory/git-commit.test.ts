import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { gitCommit } from './git-commit.js';

const top = mkdtempSync(join(tmpdir(), 'reluctant-git-'));
const repository = join(top, 'repository');

/** Runs git with fixed settings that do not depend on the machine. */
function git(directory: string, ...args: readonly string[]): string {
  const who = ['-c', 'user.name=A', '-c', 'user.email=a@b.example', '-c', 'init.defaultBranch=main'];
  return execFileSync('git', [...who, ...args], { cwd: directory, encoding: 'utf8', stdio: 'pipe' }).trim();
}

beforeAll(() => {
  mkdirSync(join(repository, 'deep', 'down'), { recursive: true });
  git(repository, 'init', '-q');
});

afterAll(() => rmSync(top, { recursive: true, force: true }));

test('equals git rev-parse HEAD: branch, packed reference, detached head, linked work tree', () => {
  expect(gitCommit(repository), 'before the first commit').toBeNull();
  git(repository, 'commit', '-q', '--allow-empty', '-m', 'First');
  const first = git(repository, 'rev-parse', 'HEAD');
  expect(gitCommit(repository), 'branch').toBe(first);
  expect(gitCommit(join(repository, 'deep', 'down')), 'from below').toBe(first);
  git(repository, 'pack-refs', '--all');
  expect(gitCommit(repository), 'packed').toBe(first);
  git(repository, 'commit', '-q', '--allow-empty', '-m', 'Second');
  git(repository, 'worktree', 'add', '-q', '-b', 'other', join(top, 'linked'), first);
  expect(gitCommit(join(top, 'linked')), 'linked work tree').toBe(first);
  git(repository, 'checkout', '-q', '--detach', first);
  expect(gitCommit(repository), 'detached').toBe(first);
});

test('null outside of a repository', () => {
  expect(gitCommit(top)).toBeNull();
});
