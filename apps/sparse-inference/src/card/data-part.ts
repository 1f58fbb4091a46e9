import { printable } from '@reluctant/errors';
import type { TableTraining } from '../directory/table-training.js';

/** As many columns are named. */
const shownColumns = 100;

/** The data and the division of its rows, as paragraphs. */
export function dataPart({ data, split, target, classes }: TableTraining): readonly string[] {
  const { source, rows, columns, fingerprint, rows_without_target, used, dropped, features } = data;
  const known = rows - rows_without_target;
  const left =
    rows_without_target === 0
      ? 'The target is known in every row'
      : `The target is missing in ${plural(rows_without_target, 'row')}, which ${rows_without_target === 1 ? 'is' : 'are'} left out`;
  return [
    '## Data',
    `${code(source)}: ${plural(rows, 'row')}, ${plural(columns, 'column')}; fingerprint \`${fingerprint}\`. ${left}. ${
      classes.length === 0 ? '' : `Classes: ${classes.map(code).join(', ')}. `
    }The target ${code(target)} is predicted from ${plural(used.length, 'column')}, which become ${plural(features, 'feature')}: ${list(used.map(code))}.`,
    ...(dropped.length === 0 ? [] : [`Not used: ${list(dropped.map(({ name, why }) => `${code(name)} (${why})`))}.`]),
    `Of the ${known} rows ${split.test} were held out for the scores below, ${split.validation} chose the epoch, and ${split.train} were trained on; ${
      classes.length === 0 ? 'the rows were divided at random' : 'each part has the shares of the classes of the whole'
    }. Means, deviations, categories and everything else that is done to the columns come from the training rows alone.`,
  ];
}

function list(items: readonly string[]): string {
  const hidden = items.length - shownColumns;
  const shown = items.slice(0, shownColumns).join(', ');
  return hidden > 0 ? `${shown} and ${hidden} more` : shown;
}

/** A text of the user as code in Markdown. */
export function code(text: string): string {
  return `\`${printable(text, 200).replaceAll('`', "'")}\``;
}

function plural(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? '' : 's'}`;
}
