import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { hasRedisServer, RedisServer } from '@reluctant/testing';
import { Command } from 'commander';
import { describeMachine } from './machine.js';
import { renderQueueCost, renderQueueThroughput } from './queue-figures.js';
import type { CostRow, QueueCost, QueueResult, QueueThroughput } from './queue-result.js';
import { readResult, resultPath, writeResult } from './result-file.js';
import { timeCommand } from './time-command.js';

const cli = fileURLToPath(new URL('../../../apps/cli/dist/main.js', import.meta.url));
const weather = fileURLToPath(new URL('../data/seattle-weather.csv', import.meta.resolve('vega-datasets')));

interface Options {
  readonly n_runs: string;
  readonly epochs: string;
  readonly processes: string;
  readonly repeats: string;
  readonly times: boolean;
}

/** A server with workers, and a folder for run directories. */
class Bench {
  readonly folder: string = mkdtempSync(join(tmpdir(), 'reluctant-queue-'));
  readonly #server: RedisServer;
  readonly #workers: ChildProcess[] = [];
  #studies = 0;

  private constructor(server: RedisServer) {
    this.#server = server;
  }

  static async start(processes: number, threads: number): Promise<Bench> {
    const bench = new Bench(await RedisServer.start());
    const flags = ['worker', '--queue', bench.#server.url, '--n_workers', String(threads)];
    for (let index = 0; index < processes; index++) {
      const worker = spawn(process.execPath, [cli, ...flags], { stdio: ['ignore', 'ignore', 'pipe'] });
      bench.#workers.push(worker);
      await new Promise((resolve) => worker.stderr?.once('data', resolve));
      worker.stderr?.resume();
    }
    return bench;
  }

  /** Runs a study through the queue; returns its seconds. */
  async seconds(study: readonly string[]): Promise<number> {
    return (await this.#time([...study, '--queue', this.#server.url])).wall;
  }

  /** Runs a study without the queue; returns its seconds. */
  async localSeconds(study: readonly string[]): Promise<number> {
    return (await this.#time(study)).wall;
  }

  /** What the server has counted since it was started. */
  counts(): Pick<CostRow, 'received' | 'sent'> {
    const stats = execFileSync('redis-cli', ['-p', String(this.#server.port), 'info', 'stats'], { encoding: 'utf8' });
    const count = (name: string): number => Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(stats)?.[1] ?? Number.NaN);
    return {
      received: count('total_net_input_bytes'),
      sent: count('total_net_output_bytes'),
    };
  }

  /** Runs a study through the queue; returns the number of commands that clients sent, without those of scripts. */
  async roundTrips(study: readonly string[]): Promise<number> {
    const monitor = spawn('redis-cli', ['-p', String(this.#server.port), 'monitor'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let count = 0;
    const lines = createInterface({ input: monitor.stdout });
    // The first line is `OK`; then `1339518083.107412 [0 127.0.0.1:60866] "get" "key"`, with `[0 lua]` in scripts.
    const begun = new Promise((resolve) => lines.once('line', resolve));
    lines.on('line', (line) => {
      if (/^\d+\.\d+ \[\d+ (?!lua\])/.test(line)) count += 1;
    });
    await begun;
    await this.seconds(study);
    const ended = new Promise((resolve) => lines.once('close', resolve));
    monitor.kill();
    await ended;
    return count;
  }

  async end(): Promise<void> {
    for (const worker of this.#workers) {
      const ended = new Promise((resolve) => worker.once('close', resolve));
      worker.kill('SIGKILL');
      await ended;
    }
    await this.#server.remove();
    rmSync(this.folder, { recursive: true, force: true });
  }

  #time(study: readonly string[]): ReturnType<typeof timeCommand> {
    const out = join(this.folder, String(this.#studies++));
    return timeCommand(process.execPath, [cli, 'run', '--quiet', ...study, '--out', out], this.folder);
  }
}

/** Counts what a study of the post's size sends. */
async function measureCost(title: string, study: readonly string[]): Promise<CostRow> {
  const [runs, epochs] = [50, 100];
  const args = [...study, '--epochs', String(epochs), '--n_runs', String(runs / 5)];
  const bench = await Bench.start(1, availableParallelism());
  try {
    const before = bench.counts();
    await bench.seconds(args);
    const after = bench.counts();
    return {
      ...{ title, runs, epochs },
      received: after.received - before.received,
      sent: after.sent - before.sent,
      // Counted apart, since the server counts what it tells of commands among what it sends.
      roundTrips: await bench.roundTrips(args),
    };
  } finally {
    await bench.end();
  }
}

async function measureTimes(options: Options, command: string): Promise<QueueThroughput> {
  const [epochs, nRuns, repeats] = [options.epochs, options.n_runs, options.repeats].map(Number);
  const study = ['--epochs', options.epochs, '--n_runs', options.n_runs];
  const rows: { processes: number; seconds: number[] }[] = [];
  for (const processes of options.processes.split(',').map(Number)) {
    const bench = await Bench.start(processes, 1);
    const seconds: number[] = [];
    for (let repeat = 0; repeat < (repeats ?? 1); repeat++) seconds.push(await bench.seconds(study));
    await bench.end();
    rows.push({ processes, seconds });
  }
  const bench = await Bench.start(1, availableParallelism());
  const pairs: { local: number; queue: number }[] = [];
  for (let repeat = 0; repeat < (repeats ?? 1); repeat++) {
    pairs.push({ local: await bench.localSeconds(study), queue: await bench.seconds(study) });
  }
  await bench.end();
  return { command, machine: describeMachine(), runs: 5 * (nRuns ?? 0), epochs: epochs ?? 0, rows, pairs };
}

async function main(): Promise<void> {
  const options = new Command('bench:queue')
    .description('Bytes, round trips and times of studies through a queue, on a redis-server and workers of its own')
    .option('--n_runs <n>', 'with times: runs of each of the five strategies; ten times the post’s', '100')
    .option('--epochs <n>', 'with times: epochs of a run', '100')
    .option('--processes <n,…>', 'numbers of worker processes', '1,2,4,8')
    .option('--repeats <n>', 'repeats of each measurement of time', '3')
    .option('--no-times', 'measure bytes and round trips only, which a busy machine does not change')
    .parse()
    .opts<Options>();
  if (!hasRedisServer) throw new Error('redis-server is not installed');
  const command = `pnpm bench:queue${options.times ? '' : ' --no-times'}`;
  const table = ['--data', weather, '--target', 'weather'];
  const cost: QueueCost = {
    ...{ command, machine: describeMachine() },
    rows: [await measureCost('the post’s, made data', []), await measureCost('a table (Seattle weather)', table)],
  };
  const before = existsSync(resultPath('queue')) ? readResult<QueueResult>('queue').throughput : undefined;
  const throughput = options.times ? await measureTimes(options, command) : before;
  const result: QueueResult = { cost, ...(throughput && { throughput }) };
  console.log(`${renderQueueCost(result)}\n\n${renderQueueThroughput(result)}`);
  console.log(`\nwritten to ${writeResult('queue', result)}`);
}

await main();
