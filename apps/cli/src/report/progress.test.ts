import { parseStudySettings, resolveStudy, studyJobs } from '@reluctant/study';
import { afterEach, expect, test, vi } from 'vitest';
import { createProgress } from './progress.js';

afterEach(() => vi.unstubAllEnvs());

const settings = { strategies: ['relu'], n_runs: 1, n_samples: 100, epochs: 2 };
const { config } = await resolveStudy(parseStudySettings(settings));

/** What a finished run writes to a terminal in an environment. */
function written(variables: Readonly<Record<string, string>>): string {
  for (const [name, value] of Object.entries({ TERM: 'xterm', CI: '', ...variables })) vi.stubEnv(name, value);
  const texts: string[] = [];
  const stream = { isTTY: true, columns: 80, write: (text: string) => texts.push(text) > 0 };
  const progress = createProgress(config, studyJobs(config), { quiet: false, stream: stream as never });
  const job = { strategy: 'relu', run: 0 };
  progress.see({ kind: 'rows', ...job, epochs: 2, lines: '' });
  progress.see({ kind: 'diverged', ...job, epoch: 2, step: 4, message: '' });
  progress.end();
  return texts.join('');
}

test.each([{ TERM: 'dumb' }, { CI: '1' }, { CI: 'true' }])('%j: plain lines, no cursor movement', (variables) => {
  expect(written(variables)).toBe('relu: 1 of 1 runs\n');
});

test.each([{}, { NO_COLOR: '1' }, { CI: 'false' }])('%j: bars that are drawn over', (variables) => {
  expect(written(variables)).toContain('\u001b[');
});
