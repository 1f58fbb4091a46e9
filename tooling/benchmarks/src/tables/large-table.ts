import { statSync } from 'node:fs';
import { runDuckDB, sqlText } from './run-duckdb.js';

/** Columns of the large table, the target included. */
export const largeColumns = 50;

/** A share in [0, 1) that depends on the row and on a number, the same on any machine. */
const draw = (number: number): string => `(hash(i * ${2 * largeColumns} + ${number}) % 1000003) / 1000003.0`;

/**
 * Writes a CSV file of made rows: 43 columns of numbers, of which every tenth value of five is missing, four of texts
 * (20 categories), a date, true and false, and a target of two classes that depends on three of them.
 */
export async function writeLargeTable(path: string, rows: number): Promise<{ readonly mebibytes: number }> {
  const numbers = Array.from({ length: 43 }, (_, at) => {
    const value = `round(100 * ${draw(at)}, 3)`;
    return `${at < 5 ? `CASE WHEN ${draw(at + largeColumns)} >= 0.1 THEN ${value} END` : value} AS number${at}`;
  });
  const texts = Array.from({ length: 4 }, (_, at) => `'kind ' || floor(20 * ${draw(at + 43)})::INT AS text${at}`);
  const rest = [
    `TIMESTAMP '2020-01-01' + INTERVAL 1 MINUTE * floor(1e6 * ${draw(47)})::BIGINT AS date`,
    `${draw(48)} < 0.3 AS flag`,
    `CASE WHEN ${draw(10)} + ${draw(11)} * ${draw(12)} + 0.2 * ${draw(49)} > 0.85 THEN 'yes' ELSE 'no' END AS target`,
  ];
  const query = `SELECT ${[...numbers, ...texts, ...rest].join(', ')} FROM range(${rows}) AS made(i)`;
  await runDuckDB(`COPY (${query}) TO ${sqlText(path)} (HEADER)`);
  return { mebibytes: statSync(path).size / 2 ** 20 };
}
