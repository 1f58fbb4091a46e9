import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { EpochSeconds, PartSeconds } from '../tables-result.js';
import { timeCommand } from '../time-command.js';
import { dataPath } from './load-case.js';
import type { TimingOptions } from './measure-training.js';
import { runDuckDB, sqlText } from './run-duckdb.js';
import { chooseCases } from './table-cases.js';

const here = fileURLToPath(new URL('./flights-epoch.js', import.meta.url));
const peer = fileURLToPath(new URL('../../peers/sklearn_flights.py', import.meta.url));

/** What a program of the comparison prints. */
interface Said {
  readonly parts: Readonly<Record<string, number>>;
  readonly rows: number;
  readonly features: number;
  readonly reader: string;
}

/** Options of {@link measureEpoch}. */
export interface EpochOptions extends TimingOptions {
  /** Rows to take; undefined takes all. */
  readonly rows: number | undefined;
}

/** Times one epoch of ours over all flights and half an epoch of scikit-learn's, whole processes in turns. */
export async function measureEpoch({ python, repeats, scratch, rows }: EpochOptions): Promise<EpochSeconds> {
  const [settings] = chooseCases(['flights-late']);
  if (settings?.query === undefined) throw new Error('there is no case flights-late');
  const { net } = settings;
  const csv = join(scratch, 'flights.csv');
  const limit = rows === undefined ? '' : ` LIMIT ${rows}`;
  const chosen = `SELECT date, distance, origin, destination, late FROM (${settings.query(dataPath(settings.file))})${limit}`;
  if (python !== undefined) await runDuckDB(`COPY (${chosen}) TO ${sqlText(csv)} (HEADER)`);
  const sizes = [
    '--hidden',
    net.hidden.join(','),
    '--batch',
    String(net.batchSize),
    '--rate',
    String(net.learningRate),
  ];
  const [ours, theirs]: [Run[], Run[]] = [[], []];
  for (let repeat = 0; repeat < repeats; repeat++) {
    ours.push(await run(process.execPath, [here, ...(rows === undefined ? [] : [String(rows)])]));
    if (python !== undefined) theirs.push(await run(python, [peer, csv, ...sizes]));
    const last = [ours, theirs].flatMap((runs) => runs.at(-1)?.total.toFixed(1) ?? []);
    console.error(`flights ${repeat + 1}/${repeats}: ${last.join(' s, scikit-learn ')} s`);
  }
  const said = ours[0]?.said;
  return {
    ...{ rows: said?.rows ?? 0, features: said?.features ?? 0, batchSize: net.batchSize },
    ...{ ours: partSeconds(ours), peer: partSeconds(theirs) },
  };
}

interface Run {
  readonly total: number;
  readonly said: Said;
}

async function run(command: string, args: readonly string[]): Promise<Run> {
  const { wall, stdout } = await timeCommand(command, args, process.cwd());
  return { total: wall, said: JSON.parse(stdout.trim().split('\n').at(-1) ?? 'null') };
}

function partSeconds(runs: readonly Run[]): PartSeconds {
  return {
    total: runs.map(({ total }) => total),
    parts: runs.map(({ said }) => said.parts),
    reader: runs[0]?.said.reader ?? '',
  };
}
