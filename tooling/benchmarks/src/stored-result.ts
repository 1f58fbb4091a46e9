import { existsSync } from 'node:fs';
import type { BlockRenderer } from './figure-blocks.js';
import { readResult, resultPath } from './result-file.js';

/** Placeholder for a block without a stored result. */
export function notStored(name: string, command: string): string {
  return `*No figures are stored yet: run \`${command}\`, then \`pnpm figures\` (results/${name}.json).*`;
}

/** A block that says how to produce its figures if there are none. */
export function storedBlock<T>(name: string, command: string, render: (result: T) => string): BlockRenderer {
  return () => (existsSync(resultPath(name)) ? render(readResult<T>(name)) : notStored(name, command));
}

/** The same for a block that reads its result itself. */
export function whenStored(name: string, command: string, render: BlockRenderer): BlockRenderer {
  return () => (existsSync(resultPath(name)) ? render() : notStored(name, command));
}
