import {
  hasRedisServer,
  RedisServer,
  redisTest,
  scratchDirectory,
  standingStillBefore,
  standsStill,
} from '@reluctant/testing';
import { afterAll, describe, expect, test } from 'vitest';
import { RunningCli } from './testing/running-cli.js';

const scratch = scratchDirectory();
const cwd = scratch.path;
afterAll(() => scratch.remove());

describe.skipIf(!hasRedisServer)(redisTest, () => {
  test('while the server is gone, one signal ends workers with and without a job, and the study', async () => {
    const server = await RedisServer.start();
    const env = { RELUCTANT_QUEUE: server.url };
    const busy = RunningCli.worker(server.url, 1, { cwd, env: standingStillBefore('"finished"') });
    const programs = [busy];
    try {
      await busy.says('takes runs from');
      const study = '--strategies relu --n_runs 1 --n_samples 300 --epochs 1'.split(' ');
      programs.push(new RunningCli(['run', ...study, '--out', 'lost', '--queue'], { cwd, env }));
      await busy.says(standsStill.trim());
      const idle = RunningCli.worker(server.url, 1, { cwd });
      programs.push(idle);
      await idle.says('takes runs from');
      await server.kill();
      await Promise.all(programs.map((program) => program.says('is lost; waiting until it is back')));
      const codes = await Promise.all(
        programs.map((program, index) => program.kill(index === 0 ? 'SIGTERM' : 'SIGINT')),
      );
      expect(codes).toEqual([143, 130, 130]);
      expect(programs[1]?.output).toMatch(/--resume/);
    } finally {
      await Promise.all(programs.map((program) => program.kill('SIGKILL')));
      await server.remove();
    }
  });
});
