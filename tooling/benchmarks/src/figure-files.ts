import { readdirSync, readFileSync } from 'node:fs';
import { renderClaimDetails, renderClaims, renderClaimsShort } from './claims-figures.js';
import { type BlockRenderer, blockNames } from './figure-blocks.js';
import { renderGateReadings, renderGateZeros } from './gate-readings-figures.js';
import { renderPictureTable } from './picture-figures.js';
import { renderPostTable, renderPyTorchComparison } from './post-figures.js';
import { presetBlocks } from './preset-figures.js';
import { sparseBlocks } from './sparse-figures.js';
import { renderPictureFigures, renderStudyFigures, renderStudyHeadline } from './study-figures.js';
import { renderTrainFigures } from './train-figures.js';

const root = new URL('../../../', import.meta.url);

/** The Markdown files that may hold figures: the README and everything in docs/. */
export const figureFiles: readonly URL[] = [
  new URL('README.md', root),
  ...readdirSync(new URL('docs/', root))
    .filter((name) => name.endsWith('.md'))
    .map((name) => new URL(`docs/${name}`, root)),
];

/** Those of them that do hold a block. */
export function filesWithFigures(): URL[] {
  return figureFiles.filter((file) => blockNames(readFileSync(file, 'utf8')).length > 0);
}

/** Every block that such a file may hold, by name. */
export const figureRenderers: Readonly<Record<string, BlockRenderer>> = {
  study: renderStudyFigures,
  'study-headline': renderStudyHeadline,
  'study-pictures': renderPictureFigures,
  claims: renderClaims,
  'claims-details': renderClaimDetails,
  'claims-short': renderClaimsShort,
  'post-table': renderPostTable,
  'post-pictures': renderPictureTable,
  pytorch: renderPyTorchComparison,
  'gate-readings': renderGateReadings,
  'gate-zeros': renderGateZeros,
  train: renderTrainFigures,
  ...presetBlocks,
  ...sparseBlocks,
};
