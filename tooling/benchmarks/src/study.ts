import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Table from 'cli-table3';
import { Command } from 'commander';
import { describeMachine } from './machine.js';
import { median } from './median.js';
import { readResult, resultPath, writeResult } from './result-file.js';
import { type Rung, studyLadder } from './study-ladder.js';
import type { StudyResult } from './study-result.js';
import { timeCommand } from './time-command.js';

interface Options {
  readonly python: string;
  readonly epochs: string;
  readonly repeats: string;
  readonly store: boolean;
}

/** Number of our runs before each run of a peer, which is compared with their median. Our runs are much shorter. */
const oursBeforePeer = 3;

/** Pairs of our command with and without pictures in each repeat. */
const picturePairs = 5;

/** Measurements of one rung. */
interface Timings {
  readonly rung: Rung;
  readonly wall: number[];
  readonly cpu: number[];
  readonly ratios: number[];
  said: unknown;
}

/** Runs a rung once and returns its seconds. */
async function timeRung(rung: Rung, timings: Map<string, Timings>): Promise<number> {
  const { wall, cpu, stdout } = await timeCommand(rung.command, rung.args, process.cwd());
  const seen = timings.get(rung.name) ?? { rung, wall: [], cpu: [], ratios: [], said: undefined };
  seen.wall.push(wall);
  seen.cpu.push(cpu);
  if (rung.peer) seen.said = JSON.parse(stdout.trim().split('\n').at(-1) ?? 'null');
  timings.set(rung.name, seen);
  return wall;
}

/** Seconds that `--plots` adds to the whole study, start and end included. */
async function timePictures(ladder: readonly Rung[], out: string): Promise<number> {
  const ours = ladder.find(({ peer, work }) => !peer && work === 'five_element');
  if (ours === undefined) throw new Error('the ladder has no run of ours for the whole study');
  const seconds = async (...flags: string[]) => {
    const args = [...ours.args, ...flags, '--out', mkdtempSync(join(out, 'run-'))];
    return (await timeCommand(ours.command, args, process.cwd())).wall;
  };
  const without = await seconds();
  return (await seconds('--plots')) - without;
}

async function main(): Promise<void> {
  const program = new Command('bench:study')
    .description(
      'Our CLI and its peers on the whole study, one process tree at a time, alternating; medians and ratios',
    )
    .option('--python <path>', 'interpreter that has torch and scikit-learn', '/usr/bin/python3')
    .option('--epochs <n>', 'epochs of every rung', '100')
    .option('--repeats <n>', 'repeats of the whole ladder', '3')
    .option('--no-store', 'do not overwrite results/study.json')
    .parse();
  const options = program.opts<Options>();
  if (!hasPeers(options.python)) {
    console.log(`${options.python} has no torch and scikit-learn; these are the STORED figures, not measured now:`);
    if (existsSync(resultPath('study'))) print(readResult<StudyResult>('study'));
    return;
  }
  const epochs = Number(options.epochs);
  const repeats = Number(options.repeats);
  const timings = new Map<string, Timings>();
  const pictures: number[] = [];
  for (let repeat = 0; repeat < repeats; repeat++) {
    const out = mkdtempSync(join(tmpdir(), 'reluctant-bench-'));
    try {
      const ladder = studyLadder(options.python, epochs);
      for (const rung of ladder.filter(({ peer }) => peer)) {
        const ours = ladder.find(({ peer, work }) => !peer && work === rung.work);
        if (ours === undefined) throw new Error(`nothing of ours does ${rung.work}`);
        const before: number[] = [];
        for (let run = 0; run < oursBeforePeer; run++) {
          const fresh = ['--out', mkdtempSync(join(out, 'run-'))];
          before.push(await timeRung({ ...ours, args: [...ours.args, ...fresh] }, timings));
        }
        const seconds = await timeRung(rung, timings);
        timings.get(rung.name)?.ratios.push(seconds / median(before));
        const list = before.map((each) => each.toFixed(2)).join(', ');
        console.error(`repeat ${repeat + 1}/${repeats}: ${rung.name} ${seconds.toFixed(2)} s, ours ${list} s`);
      }
      for (let pair = 0; pair < picturePairs; pair++) pictures.push(await timePictures(ladder, out));
    } finally {
      rmSync(out, { recursive: true, force: true });
    }
  }
  console.error(`pictures add ${pictures.map((each) => each.toFixed(2)).join(', ')} s`);
  const all = [...timings.values()];
  const result: StudyResult = {
    machine: describeMachine(),
    command: `pnpm bench:study --epochs ${epochs} --repeats ${repeats}`,
    epochs,
    repeats,
    pictures: { seconds: pictures, median: median(pictures) },
    rungs: all.map(({ rung: { name, title, work }, wall, cpu, ratios, said }) => ({
      ...{ name, title, work, wall, cpu, medianWall: median(wall), medianCpu: median(cpu) },
      ...{ ratio: ratios.length === 0 ? 1 : median(ratios), ratios, said },
    })),
  };
  print(result);
  if (options.store) console.log(`written: ${writeResult('study', result)}`);
}

function hasPeers(python: string): boolean {
  try {
    execFileSync(python, ['-c', 'import torch, sklearn'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function print(result: StudyResult): void {
  const { machine } = result;
  console.log(
    `${machine.cpu}, ${machine.cores} cores, Node ${machine.node}, commit ${machine.commit}, ${machine.date}`,
  );
  const table = new Table({
    head: ['work', 'program', 'wall s', 'cpu s', 'times ours'],
    colAligns: ['left', 'left', 'right', 'right', 'right'],
    style: { head: [], border: [] },
  });
  for (const rung of result.rungs) {
    table.push([
      rung.work,
      rung.title,
      rung.medianWall.toFixed(2),
      rung.medianCpu.toFixed(2),
      `${rung.ratio.toFixed(1)}×`,
    ]);
  }
  console.log(table.toString());
  if (result.pictures) console.log(`--plots adds ${result.pictures.median.toFixed(2)} s`);
  for (const rung of result.rungs) {
    if (rung.said !== undefined) console.log(`${rung.name}: ${JSON.stringify(rung.said)}`);
  }
  console.log(
    'Most of the ratio to eager PyTorch is dispatch: its steps are microseconds of arithmetic inside milliseconds of calls.',
  );
}

await main();
