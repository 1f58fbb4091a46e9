import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { generatedSources } from '../../abi/generate.mjs';

describe('the generated sides of the binary interface', () => {
  it.each(Object.entries(generatedSources()))('%s is what abi/generate.mjs makes of the schema', (path, text) => {
    expect(readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8')).toBe(text);
  });
});
