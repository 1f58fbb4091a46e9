import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { generatedSources } from '../../abi/generate.mjs';

describe('the generated sides of the binary interface', () => {
  it.each(Object.entries(generatedSources()))('%s is equal to the output of abi/generate.mjs', (path, text) => {
    expect(readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8')).toBe(text);
  });
});
