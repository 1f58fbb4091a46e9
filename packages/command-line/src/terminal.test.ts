import { expect, test } from 'vitest';
import { hasColours, movesCursor } from './terminal.js';

const terminal = { isTTY: true };
const pipe = { isTTY: false };
const xterm = { TERM: 'xterm-256color' };

test.each([
  [terminal, xterm, true],
  [terminal, { ...xterm, NO_COLOR: '1' }, false],
  [terminal, { ...xterm, NO_COLOR: '' }, true],
  [terminal, { ...xterm, NO_COLOR: '1', FORCE_COLOR: '1' }, false],
  [terminal, { ...xterm, FORCE_COLOR: '0' }, false],
  [terminal, { ...xterm, FORCE_COLOR: 'false' }, false],
  [terminal, { TERM: 'dumb' }, false],
  [terminal, { TERM: 'dumb', FORCE_COLOR: '1' }, true],
  [terminal, { ...xterm, CI: '1' }, false],
  [pipe, xterm, false],
  [pipe, { ...xterm, FORCE_COLOR: '1' }, true],
  [pipe, { ...xterm, FORCE_COLOR: '0' }, false],
])('%j with %j has colours: %j', (stream, env, colours) => {
  expect(hasColours(stream, env)).toBe(colours);
});

test.each([
  [terminal, xterm, true],
  [terminal, { ...xterm, NO_COLOR: '1' }, true],
  [terminal, { TERM: 'dumb' }, false],
  [terminal, { ...xterm, CI: '1' }, false],
  [terminal, { ...xterm, CI: 'true' }, false],
  [terminal, { ...xterm, CI: 'false' }, true],
  [pipe, xterm, false],
])('%j with %j is drawn over: %j', (stream, env, moves) => {
  expect(movesCursor(stream, env)).toBe(moves);
});
