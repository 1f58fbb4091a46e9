import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { describeMachine } from './machine.js';
import { readResult, resultPath, writeResult } from './result-file.js';
import { measureEpoch } from './tables/measure-epoch.js';
import { measureLargeTable } from './tables/measure-large-table.js';
import { measureQuality, ourStrategies } from './tables/measure-quality.js';
import { measureTraining } from './tables/measure-training.js';
import { chooseCases, type TableCase, tableCases } from './tables/table-cases.js';
import { renderLargeTable, renderTableQuality, renderTableTargets, renderTableTimes } from './tables-figures.js';
import type { CaseQuality, TablesResult } from './tables-result.js';

interface Options {
  readonly python: string;
  /** Undefined: all. */
  readonly tables?: readonly TableCase[];
  readonly quick?: boolean;
  readonly store: boolean;
}

/** How much is measured. */
const full = { splits: 10, repeats: 3, flights: undefined, large: 1_000_000 };
const quick = { splits: 2, repeats: 1, flights: 100_000, large: 50_000 };

async function main(): Promise<void> {
  const program = new Command('bench:tables')
    .description(
      'Public tables: quality beside scikit-learn over ten divisions, times, and memory; the machine must be idle',
    )
    .option('--python <path>', 'interpreter that has scikit-learn, and pandas to read CSV', '/usr/bin/python3')
    .option('--tables <names>', 'measure the quality on these tables only, and store nothing', casesOf)
    .option('--quick', 'few divisions and rows, to try whether everything runs; stores nothing')
    .option('--no-store', 'do not overwrite results/tables.json')
    .parse();
  const options = program.opts<Options>();
  const cases = options.tables ?? chooseCases([]);
  const sizes = options.quick === true ? quick : full;
  const python = hasPeer(options.python) ? options.python : undefined;
  if (python === undefined)
    console.log(`${options.python} has no scikit-learn: its models are left out, and nothing is stored`);
  const scratch = mkdtempSync(join(tmpdir(), 'reluctant-tables-'));
  try {
    const quality: CaseQuality[] = [];
    let versions: Readonly<Record<string, string>> = {};
    for (const settings of cases) {
      const began = performance.now();
      const measured = await measureQuality(settings, { splits: sizes.splits, python, scratch });
      quality.push(measured.quality);
      versions = { ...versions, ...measured.versions };
      console.error(`${settings.name}: ${((performance.now() - began) / 1000).toFixed(0)} s`);
    }
    const described = {
      ...{ machine: describeMachine(), splits: sizes.splits, versions, strategies: ourStrategies, quality },
      command: 'pnpm bench:tables',
    };
    if (options.tables !== undefined) {
      console.log(renderTableQuality(described));
      return;
    }
    const timing = { python, scratch, repeats: sizes.repeats };
    const training = await measureTraining(timing);
    const epoch = await measureEpoch({ ...timing, rows: sizes.flights });
    const large = await measureLargeTable(sizes.large, scratch);
    const result: TablesResult = { ...described, training, epoch, large };
    print(result);
    if (python === undefined) printStored();
    else if (options.store && options.quick !== true) console.log(`written: ${writeResult('tables', result)}`);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** The tables that a flag names. */
function casesOf(text: string): readonly TableCase[] {
  const asked = text.split(',').map((name) => name.trim());
  const all = tableCases.map(({ name }) => name);
  const wrong = asked.find((name) => !all.includes(name));
  if (wrong !== undefined) throw new InvalidArgumentError(`'${wrong}' is none of ${all.join(', ')}`);
  return chooseCases(asked);
}

function hasPeer(python: string): boolean {
  try {
    execFileSync(python, ['-c', 'import sklearn'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function print(result: TablesResult): void {
  const blocks = [renderTableQuality, renderTableTimes, renderLargeTable, renderTableTargets];
  console.log(blocks.map((render) => render(result)).join('\n\n'));
}

function printStored(): void {
  if (!existsSync(resultPath('tables'))) return;
  console.log('\nThese are the STORED figures, not measured now:\n');
  print(readResult<TablesResult>('tables'));
}

await main();
