import { describe as describeError, ReluctantError } from '@reluctant/errors';
import { expect, test } from 'vitest';
import { parseStudySettings } from '../config/parse-study-settings.js';
import { resolveStudy } from '../config/resolve-study.js';
import { type MemoryLimits, refuseMemory } from './refuse-memory.js';
import { studyMemory } from './study-memory.js';

const gibibyte = 2 ** 30;
const machine: MemoryLimits = { memory: 16 * gibibyte, heap: 4 * gibibyte };
const configOf = async (settings: object) => (await resolveStudy(parseStudySettings({ ...settings }))).config;

/** The sentence about studies on two threads, with flags; undefined if they are not refused. */
async function refusal(settings: readonly object[], limits = machine): Promise<string | undefined> {
  const configs = await Promise.all(settings.map(configOf));
  try {
    await refuseMemory(configs, 2, limits);
    return undefined;
  } catch (error) {
    expect(error).toMatchObject({ code: 'out-of-memory', kind: 'usage' });
    return ReluctantError.isInstance(error) ? describeError(error, ([name]) => `--${name}`) : String(error);
  }
}

test('the study of the post, and one of a hundred times its rows, are not refused', async () => {
  expect(await refusal([{}])).toBeUndefined();
  expect(await refusal([{ n_samples: 500_000 }])).toBeUndefined();
  expect(await refusal([{ n_runs: 10_000 }])).toBeUndefined();
});

test.each([
  [
    { n_features: 1e9 },
    /^--n_features 1000000000 needs an array of about 2\.5e\+17 numbers, but an array holds 4294967295$/,
  ],
  [{ n_samples: 1e9 }, /^--n_samples 1000000000 and --n_features 30 need an array of about 3\.0e\+10 numbers/],
  [
    { n_samples: 1e6, n_features: 900 },
    /^--n_samples 1000000 and --n_features 900 need about \d+ GiB of memory, but 16 GiB are free$/,
  ],
  [
    { n_runs: 1e8 },
    /^--n_runs 100000000 and --strategies \(5\) need about \d+ GiB of the JavaScript heap, but 4\.0 GiB/,
  ],
  [{ epochs: 1e9 }, /^--epochs 1000000000 and --n_samples 5000 need an array of about 3\.2e\+10 numbers/],
  [
    { epochs: 4e7 },
    /^--epochs 40000000 and --n_samples 5000 need about \d+ GiB of memory.*; with --n_workers 1 about 1\d GiB are enough$/,
  ],
  [
    { bottleneck: 65_536 },
    /^--bottleneck 65536 and --n_layers 4 need 194 GiB for a training, but a WebAssembly memory holds 4\.0 GiB$/,
  ],
  [{ batch_size: 1e9 }, /^--batch_size 1000000000.* needs? .*for a training/],
  [
    { n_samples: 1e6, data_seeds: 1000, n_runs: 1000, n_features: 8 },
    /^--n_samples 1000000, --data_seeds 1000 and --n_features 8 need about 3\d GiB of memory/,
  ],
  [{ passes: 10_000, n_samples: 4e5 }, /^--n_samples 400000 and --passes 10000 need about \d+ GiB of memory/],
])('%j is refused by the settings that dominate', async (settings, sentence) => {
  expect(await refusal([settings])).toMatch(sentence);
});

test('what is kept for each run adds up over the studies of a sweep', async () => {
  const study = { n_runs: 300_000, epochs: 1 };
  expect(await refusal([study])).toBeUndefined();
  expect(await refusal([study, study, study])).toMatch(/^--n_runs 300000 and --strategies \(5\) need about .* heap/);
});

test('where no setting dominates, the study is named', async () => {
  const smallest = { n_samples: 50, n_runs: 1, epochs: 1, strategies: ['relu'], n_layers: 1 };
  expect(await refusal([smallest], { ...machine, memory: 1000 })).toMatch(
    /^the study needs about 40 MiB of memory, but 1\.0 KiB/,
  );
});

test('half of the limit is enough for half of the rows: estimates are proportional to what is large', async () => {
  const [one, two] = await Promise.all(
    [1e6, 2e6].map(async (n_samples) => (await studyMemory(await configOf({ n_samples }), 2)).memory),
  );
  expect((two ?? 0) / (one ?? 1)).toBeGreaterThan(1.8);
  expect((two ?? 0) / (one ?? 1)).toBeLessThan(2);
});
