import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LargeTable, LargeTableUse } from '../tables-result.js';
import { timeCommand } from '../time-command.js';
import { largeColumns, writeLargeTable } from './large-table.js';

const program = fileURLToPath(new URL('./large-table-use.js', import.meta.url));

/** Time and memory of describing and of training on a made table of 50 columns, each in a process of its own. */
export async function measureLargeTable(rows: number, scratch: string): Promise<LargeTable> {
  const path = join(scratch, 'large.csv');
  const { mebibytes } = await writeLargeTable(path, rows);
  const uses: LargeTableUse[] = [];
  for (const command of ['describe', 'train']) {
    const { stdout } = await timeCommand(process.execPath, [program, command, path], process.cwd());
    const said: Omit<LargeTableUse, 'command'> = JSON.parse(stdout.trim().split('\n').at(-1) ?? '{}');
    console.error(`${command}: ${said.seconds.toFixed(1)} s, ${Math.round(said.peakMiB)} MiB`);
    uses.push({ command, ...said });
  }
  return { rows, columns: largeColumns, fileMiB: mebibytes, uses };
}
