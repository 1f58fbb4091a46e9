import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { smallStudy, withDirectory } from '../testing/small-study.js';
import { readStudy, readSummary } from './read-study.js';

test('a summary of another format is refused with a remedy, a damaged one as damaged', () =>
  withDirectory((directory) => {
    const path = join(directory, 'summary.json');
    writeFileSync(path, JSON.stringify({ version: 1, strategies: [], config: { version: 1 } }));
    expect(() => readSummary(directory)).toThrow(
      `${path} has format 1, not 3: remove it and run the same command with the option 'resume', which makes it again`,
    );
    writeFileSync(path, JSON.stringify({ version: 3, strategies: [] }));
    expect(() => readSummary(directory)).toThrow(`${path}, field 'undecidable' is missing`);
  }));

test('a configuration whose names would reach a terminal raw is refused', () =>
  withDirectory((directory) => {
    const path = join(directory, 'config.json');
    const config = smallStudy();
    const strategies = config.strategies.map((strategy) => ({ ...strategy, name: `${strategy.name}\u001b[31m` }));
    writeFileSync(path, JSON.stringify({ ...config, strategies }));
    expect(() => readStudy(directory)).toThrow(`${path}, field 'strategies[0].name' must have no control characters`);
  }));
