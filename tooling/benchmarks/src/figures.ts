import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { renderBlocks } from './figure-blocks.js';
import { figureRenderers, filesWithFigures } from './figure-files.js';

// `pnpm figures`: writes the figures of README and docs anew from tooling/benchmarks/results/.
for (const file of filesWithFigures()) {
  writeFileSync(file, renderBlocks(readFileSync(file, 'utf8'), figureRenderers));
  console.log(`figures written: ${fileURLToPath(file)}`);
}
