import { readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { runBuiltCli, scratchDirectory } from './testing/run-built-cli.js';
import { runInProcess } from './testing/run-in-process.js';

const scratch = scratchDirectory();
afterAll(() => scratch.remove());
writeFileSync(join(scratch.path, 'file'), '');
writeFileSync(join(scratch.path, 'bad.yaml'), 'epochs: [1\n');
writeFileSync(join(scratch.path, 'typo.yaml'), 'epocs: 3\n');
writeFileSync(join(scratch.path, 'range.yaml'), 'n_runs: -1\n');
writeFileSync(join(scratch.path, 'raw.yaml'), 'strategies: [relu]\n"zzz\\e[31m": 3\n');
writeFileSync(join(scratch.path, 'empty.yaml'), '# nothing\n');
writeFileSync(join(scratch.path, 'label.yaml'), 'strategies: [{ strategy: silu, name: __proto__ }]\n');
symlinkSync('loop.yaml', join(scratch.path, 'loop.yaml'));
const before = readdirSync(scratch.path);

test.each([
  ['run --epocs 3', 2, "unknown option '--epocs'; did you mean --epochs?"],
  ['rnu', 2, "unknown command 'rnu'; did you mean run?"],
  [
    'run --strategies relu,gumble_stoch',
    2,
    "--strategies: there is no strategy 'gumble_stoch'; did you mean 'gumbel_stoch'?",
  ],
  ['run --strategies relu,relu', 2, "--strategies: strategy 'relu' is there twice"],
  ['run --n_runs 0', 2, '--n_runs must be a whole number of at least 1, got 0'],
  ['run --epochs 1e15', 2, '--epochs must be a whole number from 1 to 2147483647, got 1000000000000000'],
  ['run --n_features 1e9', 2, '--n_features 1000000000 needs an array of about '],
  ['run --n_samples 1e9', 2, '--n_samples 1000000000 and --n_features 30 need an array of about 3.0e+10 numbers'],
  ['run --n_runs 1e8', 2, '--n_runs 100000000 and --strategies (5) need about '],
  ['run --epochs 1e9', 2, '--epochs 1000000000 and --n_samples 5000 need an array of about '],
  ['run --bottleneck 65536', 2, '--bottleneck 65536 and --n_layers 4 need 194 GiB for a training, but a WebAssembly'],
  ['run --grid n_runs=10000000,20000000', 2, ' of the JavaScript heap, but '],
  ['run --passes 10000 --n_samples 4000000', 2, ' and --passes 10000 '],
  ['run --lr fast', 2, '--lr must be a number above 0, got "fast"'],
  ['run --engine cuda', 2, '--engine must be one of'],
  ['run --lr_schedule cosin', 2, "did you mean 'cosine'?"],
  ['run --epochs', 2, "option '--epochs <n>' argument missing"],
  ['run --strategies relu --n_informative 40', 2, 'informative, redundant and repeated features (40 + 0 + 0)'],
  ['run --strategies relu --n_classes 20 --n_informative 2', 2, '--n_classes (20) * --n_clusters_per_class'],
  ['run --config none.yaml', 2, 'cannot read --config none.yaml'],
  [
    'run --config bad.yaml',
    2,
    '--config bad.yaml is not YAML: Flow sequence in block collection must be sufficiently indented and end with a ] at line 2, column 1',
  ],
  ['run --config empty.yaml', 2, '--config empty.yaml has no settings: it must hold settings by name'],
  [
    'run --config label.yaml',
    2,
    'strategies in label.yaml: the name of a strategy must not be the name of a property that every JavaScript object has, got "__proto__"',
  ],
  ['run --config loop.yaml', 2, 'cannot read --config loop.yaml: ELOOP'],
  ['run --config typo.yaml', 2, 'there is no option epocs in typo.yaml; did you mean epochs?'],
  ['run --config raw.yaml', 2, 'there is no option zzz\\x1b[31m in raw.yaml; known are '],
  ['run --config raw.yaml', 2, ' n_workers, strategies, bottleneck,'],
  ['run --config range.yaml', 2, 'n_runs in range.yaml must be a whole number of at least 1, got -1'],
  ['run --strategies relu --out file', 2, '--out must be a directory, but file is a file'],
  ['run --strategies relu --out file/inside', 2, '--out must be a directory, but file is a file'],
  ['run --strategies relu --out=', 2, '--out must be the name of a directory, got ""'],
  ['run --strategies relu elsewhere', 2, "run takes no arguments, got 'elsewhere'"],
  ['run --queue_ca file', 2, '--queue_ca needs --queue'],
  ['plot nowhere', 2, 'nowhere holds no study: there is no config.json'],
])('reluctant %s: exit code %i and one sentence', async (command, code, sentence) => {
  const result = await runInProcess(scratch.path, command.split(' '));
  const last = result.stderr.trimEnd().split('\n').at(-1);
  expect(last).toMatch(/^reluctant: /);
  expect(last).toContain(sentence);
  expect(result).toMatchObject({ code, stdout: '' });
  expect(result.stderr).not.toMatch(/\n {4}at /);
  expect(readdirSync(scratch.path)).toEqual(before);
});

test('a directory whose name has control characters is printed without them', async () => {
  const own = scratchDirectory();
  try {
    const study = ['--strategies', 'relu', '--n_runs', '1', '--epochs', '1', '--n_samples', '100'];
    for (const out of ['one\u001b[31m', 'two']) {
      const run = await runBuiltCli(own.path, ['run', ...study, '--out', out]);
      expect(run).toMatchObject({ code: 0, stderr: expect.not.stringContaining('\u001b') });
      expect(run.stdout).not.toContain('\u001b');
    }
    const compared = await runBuiltCli(own.path, ['compare', 'one\u001b[31m', 'two', '--out', 'both\u009b']);
    expect(compared).toMatchObject({ code: 0, stdout: expect.stringContaining('Written to both\\x9b:') });
    expect(compared.stdout).toContain('one\\x1b[31m');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
    expect(compared.stdout).not.toMatch(/[\u001b\u009b]/);
  } finally {
    own.remove();
  }
});

test('--help shows examples, --version prints the version, and without a command the help is printed', async () => {
  const help = await runBuiltCli(scratch.path, ['run', '--help']);
  expect(help.code).toBe(0);
  expect(help.stdout).toContain('$ reluctant run --epochs 100 --plots --lr 0.001 --n_classes 2 \\\n');
  expect(help.stdout).toContain('--n_clusters_per_class <n>');
  const version = await runBuiltCli(scratch.path, ['--version']);
  expect(version).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
  const nothing = await runBuiltCli(scratch.path, []);
  expect(nothing).toMatchObject({ code: 0, stdout: expect.stringContaining('Usage: reluctant') });
});
