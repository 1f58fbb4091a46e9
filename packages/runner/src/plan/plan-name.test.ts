import { planStudies, type StudyPresets } from '@reluctant/study';
import { expect, test } from 'vitest';
import { planName } from './plan-name.js';

const presets: StudyPresets = {
  post: { name: 'post', settings: {} },
  paper: { name: 'paper', settings: { n_runs: 100, compare_by: 'loss@relu' } },
};
const name = (settings: Record<string, unknown>) => planName(planStudies(settings, { presets }));

test('the default is the post, explicit or not and with any number of workers', () => {
  expect(name({})).toBe('post');
  expect(name({ epochs: 100, n_informative: 15, n_workers: 7 })).toBe('post');
});

test('unchanged preset settings have the preset’s name, changed ones its name and a hash', () => {
  expect(name({ preset: 'post' })).toBe('post');
  expect(name({ preset: 'paper' })).toBe('paper');
  expect(name({ preset: 'paper', n_runs: 20 })).toMatch(/^paper-[0-9a-f]{8}$/);
});

test('other settings have other names, equal ones equal names', () => {
  expect(name({ epochs: 5 })).toMatch(/^study-[0-9a-f]{8}$/);
  expect(name({ epochs: 5 })).toBe(name({ epochs: 5, n_workers: 3 }));
  expect(new Set([name({ epochs: 5 }), name({ epochs: 6 }), name({ seed: 5 })]).size).toBe(3);
});

test('a sweep has a name of its own, which the workers do not change and every other setting does', () => {
  const grid = [{ setting: 'bottleneck', values: [4, 16] }];
  const sweep = (settings: Record<string, unknown>) => planName(planStudies(settings, { grid, presets }));
  expect(sweep({})).toMatch(/^sweep-[0-9a-f]{8}$/);
  expect(sweep({ n_workers: 3 })).toBe(sweep({}));
  expect(sweep({ seed: 3 })).not.toBe(sweep({}));
  expect(sweep({ preset: 'paper' })).toMatch(/^paper-[0-9a-f]{8}$/);
});
