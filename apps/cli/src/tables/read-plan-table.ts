import { option, ReluctantError, sentence } from '@reluctant/errors';
import type { StudyPlan } from '@reluctant/study';
import { type ReadTable, readQuery, readTable } from '@reluctant/tables';

/**
 * Reads the table of a plan, once for all of its studies.
 *
 * @throws ReluctantError when the table cannot be read, or its file is swept
 */
export async function readPlanTable({ parts, axes }: StudyPlan): Promise<ReadTable> {
  const swept = axes.map(({ setting }) => setting).find((setting) => setting === 'data' || setting === 'query');
  if (swept !== undefined) {
    const said = sentence`${option(swept)} cannot be swept: run a study for each table, and compare them`;
    throw new ReluctantError('invalid-option', said, { path: [swept] });
  }
  const { data, query } = parts[0]?.settings ?? {};
  return query === undefined ? readTable(data ?? []) : readQuery(query);
}
