import { cpSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RandomState } from '@reluctant/random';
import { scratchDirectory } from '@reluctant/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadTrained } from './directory/trained-model.js';
import { runInProcess } from './testing/run-in-process.js';
import { smallTraining } from './testing/run-sparse-cli.js';

const scratch = scratchDirectory();
const home = process.cwd();
afterAll(() => {
  process.chdir(home);
  scratch.remove();
});

beforeAll(async () => {
  process.chdir(scratch.path);
  for (const step of [`train ${smallTraining} --out net`, 'export net']) {
    expect(await runInProcess(step)).toMatchObject({ code: 0 });
  }
});

const files = ['config.json', 'model.safetensors', 'training.json'] as const;
const damages: Readonly<Record<string, (path: string) => void>> = {
  missing: (path) => rmSync(path),
  emptied: (path) => writeFileSync(path, ''),
  shortened: (path) => writeFileSync(path, readFileSync(path).subarray(0, -9)),
  'with another bit': (path) => flipBit(path),
};

function flipBit(path: string, at = 40, bit = 0): void {
  const bytes = readFileSync(path);
  bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
  writeFileSync(path, bytes);
}

/** What a training must end in: all files, times aside. */
function lasting(directory: string): Record<string, string> {
  const text = (name: string): string =>
    readFileSync(join(directory, name), 'latin1').replace(/"(?:seconds|wall_ms|sha256)": [^,\n]+/g, '');
  return Object.fromEntries(files.map((name) => [name, text(name)]));
}

function copy(name: string): void {
  rmSync(name, { recursive: true, force: true });
  cpSync('net', name, { recursive: true });
}

test.each(files.flatMap((file) => Object.keys(damages).map((damage) => [file, damage] as const)))(
  '%s %s: export, verify and bench refuse it in a sentence that names it; train makes the same files again',
  async (file, damage) => {
    copy('hurt');
    damages[damage]?.(join('hurt', file));
    const before = readdirSync('hurt').sort();
    for (const command of ['export hurt', 'verify hurt', 'bench hurt --densities none --seconds 0.001 --rounds 1']) {
      const { code, stdout, stderr } = await runInProcess(command);
      expect(code).toBeGreaterThan(0);
      expect(stdout).toBe('');
      const lost = file === 'model.safetensors' && damage === 'missing';
      expect(stderr).toMatch(lost ? /^reluctant-sparse: hurt holds no model: / : /^reluctant-sparse: hurt\/[^\n]*\n$/);
      if (!lost) expect(stderr).toContain(`hurt/${file}`);
      expect(readdirSync('hurt').sort()).toEqual(before);
    }
    const again = await runInProcess(`train ${smallTraining} --out hurt`);
    expect(again.code).toBe(0);
    // Without training.json it is a training that was interrupted.
    if (file !== 'training.json' || damage !== 'missing') {
      expect(again.stderr).toContain(`hurt/${file} is damaged, missing or of another version: training again\n`);
    }
    expect(lasting('hurt')).toEqual(lasting('net'));
    expect(await runInProcess('verify hurt')).toMatchObject({ code: 0 });
  },
);

test.each(files)('of 60 flipped bits of %s each is noticed or changes nothing that is read', (file) => {
  const { training, checkpoint } = loadTrained('net');
  const path = join('flipped', file);
  const { size } = statSync(join('net', file));
  for (const place of new RandomState(15).uniform(0, 8 * size, 60)) {
    copy('flipped');
    flipBit(path, place >>> 3, place & 7);
    try {
      const read = loadTrained('flipped');
      expect({ training: read.training, checkpoint: read.checkpoint }).toEqual({ training, checkpoint });
    } catch (error) {
      expect(error).toMatchObject({ code: 'invalid-file', message: expect.stringContaining(path) });
    }
  }
});

test('a damaged directory of another training is not overwritten', async () => {
  copy('other');
  const other = `train ${smallTraining} --seed 9 --out other`;
  writeFileSync(join('other', 'config.json'), '{');
  const unknown = await runInProcess(other);
  expect(unknown).toMatchObject({ code: 1, stdout: '' });
  expect(unknown.stderr).toMatch(
    /^reluctant-sparse: other holds a model of unknown settings, as other\/config\.json is damaged: .*: choose another directory with --out, or remove this one\n$/,
  );
  rmSync(join('other', 'config.json'));
  expect((await runInProcess(other)).stderr).toContain('unknown settings, as other/config.json does not exist');
  copy('other');
  writeFileSync(join('other', 'training.json'), '{');
  expect((await runInProcess(other)).stderr).toContain('other holds another model (seed is 0 there, 9 here)');
  expect(readFileSync(join('other', 'model.safetensors'))).toEqual(readFileSync(join('net', 'model.safetensors')));
});

test('results of an earlier version: export says so, train makes them again', async () => {
  copy('old');
  const path = join('old', 'training.json');
  const { sha256: _, files: __, ...earlier } = JSON.parse(readFileSync(path, 'utf8'));
  writeFileSync(path, JSON.stringify({ ...earlier, version: 1 }));
  expect(await runInProcess('export old')).toMatchObject({
    code: 1,
    stderr:
      'reluctant-sparse: old/training.json has format 1, not 2: run the same reluctant-sparse train command again\n',
  });
  expect((await runInProcess(`train ${smallTraining} --out old`)).stderr).toContain(
    'of another version: training again',
  );
  expect(lasting('old')).toEqual(lasting('net'));
});
