import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { filesWithFigures, renderFigures } from './figure-files.js';

// `pnpm figures`: renders the figures of README and docs from tooling/benchmarks/results/.
for (const file of filesWithFigures()) {
  const markdown = readFileSync(file, 'utf8');
  const written = renderFigures(markdown);
  if (written === markdown) continue;
  writeFileSync(file, written);
  console.log(`figures written: ${fileURLToPath(file)}`);
}
