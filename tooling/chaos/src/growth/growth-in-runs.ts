import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ManyRuns, RunSample } from '@reluctant/benchmarks';
import { RandomState } from '@reluctant/random';
import { expectCode } from '../checks.js';
import { Ground } from '../ground.js';

/** Looks that are kept, spread evenly. */
const keptSamples = 8;

/** Looks at a study of many short runs while it runs: five strategies, two epochs each. */
export async function growthInRuns(runs: number): Promise<ManyRuns> {
  const ground = new Ground(new RandomState(0));
  try {
    const command = `run --strategies relu,silu,stoch,learnable_stoch,gumbel_stoch --n_runs ${runs / 5} --epochs 2 --n_samples 300`;
    const { child, ended } = ground.start('reluctant', [...command.split(' '), '--quiet', '--out', 'out']);
    const samples: RunSample[] = [];
    let over = false;
    void ended.finally(() => {
      over = true;
    });
    while (!over) {
      const sample = look(child.pid ?? 0, join(ground.path, 'out/runs.jsonl'));
      if (sample !== undefined && sample.runs > 0 && sample.runs < runs) samples.push(sample);
      await sleep(100);
    }
    expectCode(await ended, 0);
    const last = Math.max(1, samples.length - 1);
    const places = Array.from({ length: keptSamples }, (_, index) => Math.round((index * last) / (keptSamples - 1)));
    return { command, runs, samples: [...new Set(places)].flatMap((place) => samples[place] ?? []) };
  } finally {
    ground.clear();
  }
}

/** One look at a process; undefined if it has ended. */
function look(pid: number, records: string): RunSample | undefined {
  try {
    const resident = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    if (resident === undefined) return undefined;
    return {
      runs: existsSync(records) ? readFileSync(records, 'utf8').split('\n').length - 1 : 0,
      residentMiB: Number(resident) / 1024,
      handles: readdirSync(`/proc/${pid}/fd`).length,
      threads: readdirSync(`/proc/${pid}/task`).length,
    };
  } catch {
    return undefined;
  }
}
