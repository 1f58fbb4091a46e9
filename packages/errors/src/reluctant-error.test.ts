import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect, describe as group, it } from 'vitest';
import { invalidArgument, invalidOption } from './invalid.js';
import { optionCheck } from './refuse-unknown-keys.js';
import { describe, ReluctantError } from './reluctant-error.js';
import { option, sentence } from './sentence.js';
import { unknownName } from './unknown-name.js';

const thrown = (call: () => unknown): unknown => {
  try {
    call();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
};

group('ReluctantError', () => {
  it('holds code, path, expected and received', () => {
    const cause = new Error('why');
    const error = new ReluctantError('input-output', 'cannot read it', { path: ['a', 3], received: 1, cause });
    expect(error).toMatchObject({
      ...{ name: 'ReluctantError', message: 'cannot read it', code: 'input-output', kind: 'failure' },
      ...{ path: ['a', 3], expected: undefined, received: 1, cause },
    });
    expect(error).toBeInstanceOf(Error);
    expect(error.stack).toContain('reluctant-error.test.ts');
    expect('cause' in new ReluctantError('unsupported', 'no')).toBe(false);
  });

  it('has the kind of its code, or the one it is given', () => {
    const kinds = {
      'unknown-option': 'usage',
      'wrong-state': 'usage',
      'invalid-file': 'failure',
      'mine/own': 'failure',
    };
    for (const [code, kind] of Object.entries(kinds)) {
      expect(new ReluctantError(code as 'mine/own', '').kind).toBe(kind);
    }
    expect(new ReluctantError('mine/own', '', { kind: 'usage' }).kind).toBe('usage');
  });

  it('makes its message one printable line', () => {
    expect(new ReluctantError('unsupported', 'two\nlines \u001b[31m').message).toBe('two\\nlines \\x1b[31m');
    expect(new ReluctantError('unsupported', 'x'.repeat(1e5)).message).toHaveLength(2000);
    expect(unknownName('strategy', '\u001b]0;\u0007'.repeat(100), ['relu']).message).toMatch(
      /^there is no strategy '\\x1b\]0;\\x07\P{Cc}*…'; known are relu$/u,
    );
  });

  it('is known across two copies of the package, and nothing else is', async () => {
    // Two copies of the built files, as two versions of the package in node_modules are.
    const folder = await mkdtemp(join(tmpdir(), 'reluctant-errors-'));
    try {
      await cp(fileURLToPath(new URL('../dist', import.meta.url)), folder, { recursive: true });
      await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
      const copy: typeof import('./index.js') = await import(pathToFileURL(join(folder, 'index.js')).href);
      expect(copy.ReluctantError).not.toBe(ReluctantError);
      const theirs = copy.invalidOption('testSize', 'a share', 2);
      expect(theirs).not.toBeInstanceOf(ReluctantError);
      expect(ReluctantError.isInstance(theirs)).toBe(true);
      expect(copy.ReluctantError.isInstance(invalidOption('a', 'b', 1))).toBe(true);
      expect(describe(theirs, ([name]) => `--${name}`)).toBe('--testSize must be a share, got 2');
    } finally {
      await rm(folder, { recursive: true });
    }
    for (const other of [undefined, null, 'text', 1, {}, new Error('x'), { code: 'unknown-option', kind: 'usage' }]) {
      expect(ReluctantError.isInstance(other)).toBe(false);
    }
  });
});

group('describe', () => {
  const error = new ReluctantError(
    'invalid-option',
    sentence`the sum of ${option('testSize')} and ${option(['train', 'size'])} must be at most ${1}, got ${1.5}`,
  );

  it('says options as libraries do, or as a program names them; what it does not know stays', () => {
    expect(error.message).toBe('the sum of testSize and train.size must be at most 1, got 1.5');
    expect(describe(error)).toBe(error.message);
    const flags: Record<string, string> = { testSize: '--test_size' };
    expect(describe(error, (path) => flags[path.join('.')])).toBe(
      'the sum of --test_size and train.size must be at most 1, got 1.5',
    );
  });

  it('makes other errors printable too', () => {
    expect(describe(new Error('a\nb'))).toBe('a\\nb');
    expect(describe('\u001b')).toBe('\\x1b');
  });
});

group('optionCheck', () => {
  interface Options {
    readonly testSize?: number;
    readonly shuffle?: boolean;
  }
  const check = optionCheck<Options>('divide', { testSize: true, shuffle: true });
  // A caller in JavaScript may pass any value.
  const given = (options: unknown) => () => check(options as Options);

  it('accepts known options, absent ones and undefined', () => {
    for (const options of [undefined, {}, { testSize: undefined }, { testSize: 1, shuffle: false }]) {
      expect(given(options)).not.toThrow();
    }
  });

  it.each([
    [{ test_size: 0.2 }, "divide: there is no option 'test_size'; did you mean 'testSize'?"],
    [{ testSize: 1, sheep: undefined }, "divide: there is no option 'sheep'; known are testSize, shuffle"],
    [{ toString: 1 }, "divide: there is no option 'toString'; known are testSize, shuffle"],
    [JSON.parse('{"__proto__": 1}'), "divide: there is no option '__proto__'; known are testSize, shuffle"],
    [{ 'a\u001b[2J': 1 }, "divide: there is no option 'a\\x1b[2J'; known are testSize, shuffle"],
    [0.2, 'the options of divide must be an object, got 0.2'],
    [null, 'the options of divide must be an object, got null'],
    [[], 'the options of divide must be an object, got []'],
  ])('refuses %j', (options, message) => {
    expect(given(options)).toThrow(expect.objectContaining({ message, kind: 'usage' }));
  });

  it('lets a program rename the option and the suggestion', () => {
    const error = thrown(given({ test_size: 0.2 }));
    expect(error).toMatchObject({ code: 'unknown-option', path: ['test_size'] });
    expect(describe(error, ([name]) => `--${name}`)).toBe(
      'divide: there is no option --test_size; did you mean --testSize?',
    );
  });
});

group('the short forms', () => {
  it('write one sentence', () => {
    expect(invalidArgument(['rows', 2], 'below 3', 7)).toMatchObject({
      ...{ message: 'rows[2] must be below 3, got 7', code: 'invalid-argument', path: ['rows', 2] },
      ...{ expected: 'below 3', received: 7 },
    });
    expect(invalidOption(['optimiser', 'beta1'], 'below 1', 1).message).toBe('optimiser.beta1 must be below 1, got 1');
    expect(unknownName('set', 'tset', ['test'])).toMatchObject({
      ...{ message: "there is no set 'tset'; did you mean 'test'?", code: 'unknown-name', received: 'tset' },
    });
  });
});
