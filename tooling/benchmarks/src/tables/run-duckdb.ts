import { DuckDBInstance } from '@duckdb/node-api';

/** Runs one statement, such as a COPY that writes a file, in a database of its own. */
export async function runDuckDB(sql: string): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    await connection.run(sql);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** A path as a literal of SQL. */
export function sqlText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
