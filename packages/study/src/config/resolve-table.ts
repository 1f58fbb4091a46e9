import { option, printable, ReluctantError, type Sentence, sentence } from '@reluctant/errors';
import { classNames, featureNames, rawColumns } from '@reluctant/preprocessing';
import { splitTable } from '../table/split-table.js';
import { hasTable, studyTable, type TableSource } from '../table/study-table.js';
import type { TableConfig } from '../table/table-config.js';
import { tableNotices } from '../table/table-notices.js';
import { resolveDataSeeds } from './resolve-data-seeds.js';
import type { StudySettings } from './study-settings.js';

/** What follows from a table: its part of the configuration, and the sizes that made data has as settings. */
export interface ResolvedTable {
  readonly table: TableConfig;
  readonly sizes: { readonly n_samples: number; readonly n_features: number; readonly n_classes: number };
  /** Standard deviation of a real target over all rows. */
  readonly targetScale?: number;
  /** Sentences about rows and columns that are left out. */
  readonly notices: readonly string[];
}

/**
 * Resolves the table of the settings; undefined for made data. The number of features is the largest over the divisions
 * of the rows.
 *
 * @throws ReluctantError (usage) when the table is missing, or its target cannot be learned
 */
export function resolveTable(settings: StudySettings, source: TableSource | undefined): ResolvedTable | undefined {
  if (!hasTable(settings)) return undefined;
  if (source === undefined) {
    const said = sentence`the table of ${option(settings.data === undefined ? 'query' : 'data')} was not read: pass it as ${option('table')}`;
    throw new ReluctantError('invalid-option', said, { path: ['table'] });
  }
  const read = studyTable(settings, source);
  const { drop, numeric, categorical, test_size, holdout, folds, data_seed } = settings;
  const { target } = read;
  const classes = target.task === 'classification' ? classNames(target) : [];
  if (target.task === 'regression') refuseClassSettings(settings, target.name);
  const table = {
    fingerprint: source.fingerprint,
    ...{ rows: 1, columns: 1 },
    target: target.name,
    task: target.task,
    classes,
    drop,
    numeric,
    categorical,
  };
  // Only numbers of each division are kept: its rows are as large as the table.
  const splits = Array.from({ length: resolveDataSeeds(settings) }, (_, index) => {
    const { known, preprocessor } = splitTable(
      read.table,
      target,
      { table, test_size, holdout, folds, data_seed },
      index,
    );
    const columns = rawColumns(preprocessor).length;
    return { rows: known.rows, features: featureNames(preprocessor).length, columns, dropped: preprocessor.dropped };
  });
  const rows = splits[0]?.rows ?? 0;
  return {
    table: { ...table, rows, columns: Math.max(...splits.map(({ columns }) => columns)) },
    sizes: {
      n_samples: rows,
      n_features: Math.max(...splits.map(({ features }) => features)),
      n_classes: Math.max(1, classes.length),
    },
    ...(target.task === 'regression' && { targetScale: target.scale }),
    notices: tableNotices(read.table, rows, { ...table, dropped: splits[0]?.dropped ?? [] }),
  };
}

/** Refuses settings that mean something for classes only. */
function refuseClassSettings({ passes, preset, class_weight }: StudySettings, target: string): void {
  if (class_weight !== undefined) {
    const weighs = sentence`${option('class_weight')} weighs classes, but the target '${printable(target)}' is a real number`;
    throw new ReluctantError('invalid-option', weighs, { path: ['class_weight'] });
  }
  if (passes === 0) return;
  const name: Sentence =
    preset === null ? sentence`${option('passes')}` : sentence`${option('preset')} ${printable(preset)}`;
  const said = sentence`${name} measures the uncertainty of classes, but the target '${printable(target)}' is a real number`;
  throw new ReluctantError('invalid-option', said, { path: [preset === null ? 'passes' : 'preset'] });
}
