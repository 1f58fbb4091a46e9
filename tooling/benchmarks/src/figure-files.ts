import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { renderAgainst } from './against-figures.js';
import type { AgainstResult } from './against-result.js';
import type { CertifyCandidatesResult } from './certify/candidates-result.js';
import type { CertifyFuzzResult } from './certify/fuzz-result.js';
import {
  renderCertifyCandidates,
  renderCertifyFuzz,
  renderCertifyLimits,
  renderCertifyTrained,
} from './certify-figures.js';
import type { ChaosResult } from './chaos-result.js';
import { renderClaimCounts, renderClaimDetails, renderClaims, renderClaimsShort } from './claims-figures.js';
import { renderDemo } from './demo-figures.js';
import { type BlockRenderer, figureNames, renderBlocks, renderInline } from './figure-blocks.js';
import { renderGateReadings, renderGateZeros } from './gate-readings-figures.js';
import type { GrowthResult } from './growth-result.js';
import { renderHeadlineRows } from './headline-figures.js';
import { inlineFigure } from './inline-figures.js';
import { installBlocks } from './installs-figures.js';
import { renderLatencyPicture } from './latency-chart.js';
import { renderPictureTable } from './picture-figures.js';
import { renderPostTable, renderPyTorchComparison } from './post-figures.js';
import { presetBlocks } from './preset-figures.js';
import { queueBlocks } from './queue-figures.js';
import { renderRandomRows } from './random-rows-figures.js';
import { readmeAnswers } from './readme-figures.js';
import { recipeBlocks } from './recipe/recipe-blocks.js';
import { renderChaos, renderGrowth } from './reliability-figures.js';
import { renderSessions } from './sessions-figures.js';
import type { SessionsResult } from './sessions-result.js';
import { sparseBlocks } from './sparse-figures.js';
import type { SparseResult } from './sparse-result.js';
import { storedBlock, whenStored } from './stored-result.js';
import {
  renderPictureFigures,
  renderStudyElsewhere,
  renderStudyFigures,
  renderStudyHeadline,
} from './study-figures.js';
import { tableBlocks } from './tables-figures.js';
import { renderTrainFigures } from './train-figures.js';

const root = new URL('../../../', import.meta.url);

/**
 * The Markdown files that may hold figures, as paths from the root: README, CONTRIBUTING, docs/, and the README of
 * every package and app.
 */
export const figureFiles: readonly string[] = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync(new URL('docs/', root))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
  ...['packages', 'apps'].flatMap((folder) =>
    readdirSync(new URL(`${folder}/`, root))
      .map((name) => `${folder}/${name}/README.md`)
      .filter((path) => existsSync(new URL(path, root))),
  ),
];

/** Reads one of {@link figureFiles}. */
export function readFigureFile(path: string): string {
  return readFileSync(new URL(path, root), 'utf8');
}

/** Those of them that hold a generated figure. */
export function filesWithFigures(): URL[] {
  return figureFiles.filter((path) => figureNames(readFigureFile(path)).length > 0).map((path) => new URL(path, root));
}

const ofPreset = (name: string) => (render: BlockRenderer) =>
  whenStored(`preset-${name}`, `pnpm bench:presets ${name}`, render);
const ofClaims = ofPreset('claims');
const ofPost = ofPreset('post');
const ofCertify = (render: (result: CertifyCandidatesResult) => string): BlockRenderer =>
  storedBlock('certify-candidates', 'pnpm docs:certify', render);
const ofGates = (render: BlockRenderer) => whenStored('gate-readings', 'pnpm bench:gates', render);

/** Every block that such a file may hold, by name. */
export const figureRenderers: Readonly<Record<string, BlockRenderer>> = {
  study: renderStudyFigures,
  'study-headline': renderStudyHeadline,
  'study-elsewhere': renderStudyElsewhere,
  'study-pictures': renderPictureFigures,
  'random-rows': renderRandomRows,
  claims: ofClaims(renderClaims),
  'claims-details': ofClaims(renderClaimDetails),
  'claims-short': ofClaims(renderClaimsShort),
  'claims-count': ofClaims(renderClaimCounts),
  'headline-rows': renderHeadlineRows,
  'latency-picture': storedBlock<SparseResult>('sparse', 'pnpm bench:sparse', renderLatencyPicture),
  demo: renderDemo,
  'post-table': ofPost(renderPostTable),
  'post-pictures': renderPictureTable,
  pytorch: ofPost(renderPyTorchComparison),
  'gate-readings': ofGates(renderGateReadings),
  'gate-zeros': ofGates(renderGateZeros),
  train: renderTrainFigures,
  chaos: storedBlock<ChaosResult>('chaos', 'pnpm chaos', renderChaos),
  sessions: storedBlock<SessionsResult>('sessions', 'pnpm bench:sessions', renderSessions),
  'sparse-against': storedBlock<AgainstResult>('sparse-against', 'pnpm bench:sparse:against <clone>', renderAgainst),
  'certified-candidates': ofCertify(renderCertifyCandidates),
  'certified-trained': ofCertify(renderCertifyTrained),
  'certified-limits': ofCertify(renderCertifyLimits),
  'certify-fuzz': storedBlock<CertifyFuzzResult>('certify-fuzz', 'pnpm fuzz:certify', renderCertifyFuzz),
  growth: storedBlock<GrowthResult>('growth', 'pnpm chaos:growth', renderGrowth),
  ...installBlocks,
  ...presetBlocks,
  ...queueBlocks,
  ...readmeAnswers,
  ...recipeBlocks,
  ...sparseBlocks,
  ...tableBlocks,
};

/** Returns the Markdown with all figures rendered again from the stored results. */
export function renderFigures(markdown: string): string {
  return renderInline(renderBlocks(markdown, figureRenderers), inlineFigure);
}
