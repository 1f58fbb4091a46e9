import { option, ReluctantError, sentence } from '@reluctant/errors';
import { classNames, featureNames } from '@reluctant/preprocessing';
import { splitTable } from '../table/split-table.js';
import { hasTable, studyTable, type TableSource } from '../table/study-table.js';
import type { TableConfig } from '../table/table-config.js';
import { resolveDataSeeds } from './resolve-data-seeds.js';
import type { StudySettings } from './study-settings.js';

/** What follows from a table: its part of the configuration, and the sizes that made data has as settings. */
export interface ResolvedTable {
  readonly table: TableConfig;
  readonly sizes: { readonly n_samples: number; readonly n_features: number; readonly n_classes: number };
}

/**
 * Resolves the table of the settings; undefined for made data. The number of features is the largest over the divisions of the rows.
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
  const { drop, numeric, categorical, test_size, holdout, data_seed } = settings;
  const classes = classNames(read.target);
  const table = {
    fingerprint: source.fingerprint,
    rows: 1,
    target: read.target.name,
    classes,
    drop,
    numeric,
    categorical,
  };
  const splits = Array.from({ length: resolveDataSeeds(settings) }, (_, index) =>
    splitTable(read.table, read.target, { table, test_size, holdout }, (data_seed + index) >>> 0),
  );
  const rows = splits[0]?.known.rows ?? 0;
  return {
    table: { ...table, rows },
    sizes: {
      n_samples: rows,
      n_features: Math.max(...splits.map(({ preprocessor }) => featureNames(preprocessor).length)),
      n_classes: classes.length,
    },
  };
}
