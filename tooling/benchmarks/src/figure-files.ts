import type { BlockRenderer } from './figure-blocks.js';
import { renderStudyFigures, renderStudyHeadline } from './study-figures.js';

const root = new URL('../../../', import.meta.url);

/** The Markdown files that hold figures. */
export const figureFiles: readonly URL[] = [new URL('README.md', root), new URL('docs/performance.md', root)];

/** Every block that such a file may hold, by name. */
export const figureRenderers: Readonly<Record<string, BlockRenderer>> = {
  study: renderStudyFigures,
  'study-headline': renderStudyHeadline,
};
