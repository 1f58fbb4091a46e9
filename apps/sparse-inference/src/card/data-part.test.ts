import { expect, test } from 'vitest';
import { markdownTable } from '../report/text-table.js';
import { code } from './data-part.js';

test('a name with | is shown as it is, and escaped once in the cell of a table', () => {
  expect(code('a|b')).toBe('`a|b`');
  expect(markdownTable([code('a|b')], [])).toBe(['| `a\\|b` |', '| --- |'].join('\n'));
});

test('line breaks and backquotes of a name end no code', () => {
  expect(code('a\nb`c')).toBe("`a\\nb'c`");
});
