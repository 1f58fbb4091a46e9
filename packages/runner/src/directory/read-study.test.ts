import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { withDirectory } from '../testing/small-study.js';
import { readSummary } from './read-study.js';

test('a summary of another format is refused with a remedy, a damaged one as damaged', () =>
  withDirectory((directory) => {
    const path = join(directory, 'summary.json');
    writeFileSync(path, JSON.stringify({ version: 1, strategies: [], config: { version: 1 } }));
    expect(() => readSummary(directory)).toThrow(
      `${path} has format 1, not 2: remove it and run the same command with the option 'resume', which makes it again`,
    );
    writeFileSync(path, JSON.stringify({ version: 2, strategies: [] }));
    expect(() => readSummary(directory)).toThrow(`${path}, field 'undecidable' is missing`);
  }));
