import type { ChaosResult, ChaosRow } from './chaos-result.js';
import { markdownTable } from './figure-blocks.js';
import type { GrowthResult, RunSample } from './growth-result.js';

/** The trials: a row for each kind. */
export function renderChaos({ rows, command }: ChaosResult): string {
  const table = markdownTable(
    ['what was done', 'trials', 'same bytes', 'one sentence, same bytes after the repair', 'failures'],
    rows.map((row) => [row.title, ...countsOf(row)]),
  );
  const skipped = rows.flatMap((row) =>
    row.skipped === undefined ? [] : `Not tried: ${row.title}, as ${row.skipped}.`,
  );
  const failures = rows.flatMap((row) => row.failures.map((failure) => `- ${firstLine(failure)}`));
  const total = rows.reduce((sum, { trials }) => sum + trials, 0);
  const commits = [...new Set(rows.map(({ commit, node, date }) => `commit ${commit}, Node ${node}, ${date}`))];
  return [
    table,
    ...skipped,
    ...(failures.length > 0 ? [failures.join('\n')] : []),
    `${total} trials in all, \`${command}\` (${commits.join('; ')}).`,
  ].join('\n\n');
}

function countsOf({ trials, same, sentence, failures }: ChaosRow): string[] {
  return [trials, same, sentence, failures.length].map(String);
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? '';
}

/** Time and memory of the commands by the number of rows, and a study of many runs over its time. */
export function renderGrowth({ rows, runs, manyRuns, machine, command }: GrowthResult): string {
  const commands = rows[0]?.commands.map((one) => one.command) ?? [];
  const table = markdownTable(
    ['rows', '`metrics.jsonl`', ...commands.map((name) => `\`${name}\``)],
    rows.map((row) => [
      thousands(row.rows),
      `${thousands(Math.round(row.bytes / 2 ** 20))} MiB`,
      ...row.commands.map(({ cpuSeconds, peakMiB }) => `${cpuSeconds.toFixed(1)} s, ${Math.round(peakMiB)} MiB`),
    ]),
  );
  const { samples } = manyRuns;
  return [
    `Processor time and largest resident memory, studies of ${runs} runs:`,
    table,
    `A study of ${thousands(manyRuns.runs)} runs (\`${manyRuns.command}\`), looked at while it runs:`,
    markdownTable(['finished runs', 'resident memory', 'open handles', 'threads'], samples.map(sampleCells)),
    `Measured on ${machine.cpu}, ${machine.cores} cores, Node ${machine.node}: \`${command}\` (${machine.date}, commit ${machine.commit}).`,
  ].join('\n\n');
}

function sampleCells({ runs, residentMiB, handles, threads }: RunSample): string[] {
  return [thousands(runs), `${Math.round(residentMiB)} MiB`, String(handles), String(threads)];
}

function thousands(value: number): string {
  return value.toLocaleString('en-US');
}
