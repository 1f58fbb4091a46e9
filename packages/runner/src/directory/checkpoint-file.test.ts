import { basename } from 'node:path';
import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { checkpointFile, partialFile, predictionsFile } from './checkpoint-file.js';

const nameOf = (strategy: string, run = 0): string => basename(checkpointFile('a', { strategy, run }));

test('plain names of strategies are names of files; others are shortened and told apart', () => {
  expect(nameOf('learnable_stoch', 3)).toBe('learnable_stoch-3.safetensors');
  expect(nameOf('switch:tail=0.1')).toMatch(/^switch-tail=0\.1~[0-9a-f]{8}-0\.safetensors$/);
  expect(nameOf('x'.repeat(300)).length).toBeLessThan(140);
  const alike = ['a b', 'a/b', 'a-b', 'a:b', 'A-b', '日本', '中国', '-', '..', ' ', 'a\\b', 'a~b'];
  expect(new Set(alike.map((name) => nameOf(name).toLowerCase())).size).toBe(alike.length);
});

test.prop([fc.string(), fc.string(), fc.nat(), fc.nat()], { seed: 3 })(
  'different jobs have different files in one folder, also where names ignore case',
  (one, other, run, otherRun) => {
    for (const path of [checkpointFile, partialFile, predictionsFile]) {
      const name = basename(path('a', { strategy: one, run }));
      expect(name).toMatch(/^[\w.,=+~-]+$/);
      const same = one === other && run === otherRun;
      const another = basename(path('a', { strategy: other, run: otherRun }));
      expect(name.toLowerCase() === another.toLowerCase()).toBe(same);
    }
  },
);
