import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { terminalWidth } from './terminal-width.js';
import { textTable } from './text-table.js';

const numbers = ['first', 'second', 'third', 'fourth', 'fifth'].map((title) => ({ title }));
const columns = [{ title: 'name' }, ...numbers];
const rows = ['a', 'b'].map((name) => [name, ...numbers.map((_, at) => `${at}.123 ± 0.456`)]);
/** Of characters of the Basic Multilingual Plane: those of CJK take two columns. */
const widthOf = (line: string) =>
  [...line].reduce((sum, letter) => sum + (/[\u3000-\u9fff\uff00-\uffef]/.test(letter) ? 2 : 1), 0);
const widest = (table: string) => Math.max(...table.split('\n').map(widthOf));

test('a table that fits is one; one that does not is divided, and each part names its rows', () => {
  const whole = textTable(columns, rows, { width: 100 });
  expect(whole.match(/┌/g)).toHaveLength(1);
  const divided = textTable(columns, rows, { width: 60 });
  expect(divided.match(/│ name/g)).toHaveLength(2);
  expect(widest(divided)).toBeLessThanOrEqual(60);
  for (const { title } of numbers) expect(divided).toContain(title);
});

test('optional columns go first, the last of them before the others, and only as many as needed', () => {
  const some = columns.map((column, at) => ({ ...column, optional: at >= 3 }));
  const table = textTable(some, rows, { width: 80 });
  expect(table.match(/┌/g)).toHaveLength(1);
  expect(table).toContain('fourth');
  expect(table).not.toContain('fifth');
});

test.each([40, 60, 80, 160])('every line fits in %i characters, whatever the names: nothing is lost', (width) => {
  const names = ['x'.repeat(200), '漢字'.repeat(60), 'a | b', 'one two three four five '.repeat(9).trim()];
  const head = [{ title: 'name', wraps: true }, { title: 'text', wraps: true, align: 'left' as const }, ...numbers];
  const table = textTable(
    head,
    names.map((name) => [name, name, 1, 2, 3, 4, 5]),
    { width },
  );
  expect(widest(table)).toBeLessThanOrEqual(width);
  const letters = (text: string) => [...text].filter((letter) => letter === '漢').length;
  expect(letters(table) % 60).toBe(0);
  expect(letters(table)).toBeGreaterThanOrEqual(120);
  // All lines of a part are equally wide, so its borders are aligned.
  expect(new Set(table.split('\n').map(widthOf)).size).toBeLessThanOrEqual(table.split('┌').length - 1);
});

test('control characters and line breaks in cells and titles are escaped; lines of a cell and bold titles are kept', () => {
  const table = textTable([{ title: 'na\nme' }, { title: 'b' }], [['\u001b[31mred\tx', ['least', 'most']]], {
    width: 80,
    bold: (title) => `\u001b[1m${title}\u001b[22m`,
  });
  expect(table).toContain('\\x1b[31mred\\tx');
  expect(stripVTControlCharacters(table).split('\n')).toHaveLength(6);
  expect(table).toContain('na\\nme');
  expect(table).toContain('\u001b[1m');
});

test('a terminal has its columns, a pipe 80 or those of COLUMNS; nothing is narrower than 40', () => {
  expect(terminalWidth({ isTTY: true, columns: 160 }, { COLUMNS: '30' })).toBe(160);
  expect(terminalWidth({ isTTY: true, columns: 20 }, {})).toBe(40);
  expect(terminalWidth({ isTTY: true, columns: 0 }, {})).toBe(80);
  expect(terminalWidth({ isTTY: false, columns: 0 }, {})).toBe(80);
  expect(terminalWidth({ isTTY: false, columns: 0 }, { COLUMNS: '120' })).toBe(120);
  expect(terminalWidth({ isTTY: false, columns: 0 }, { COLUMNS: 'wide' })).toBe(80);
});
