import { cpSync } from 'node:fs';
import { expectCode, expectSame, refuseTrace } from '../checks.js';
import type { Ground } from '../ground.js';
import { type Subject, subjects, undisturbed } from '../subjects.js';
import type { Ending, Trial, TrialKind } from '../trial.js';

/** How often each subject is killed, relative to the others. */
const turns: readonly Subject[] = [
  ...[subjects.study, subjects.long, subjects.drawn, subjects.sweep, subjects.train],
  ...[subjects.study, subjects.long, subjects.drawn, subjects.plot, subjects.export],
];

/** `kill -9` at a random moment between the start of a command and its end. */
export const kills: TrialKind = {
  name: 'kill',
  title:
    '`kill -9` at a random moment: training, checkpoints within runs, summary, drawing, sweeps, `train`, `export`, `plot`',
  usual: 100,
  trials: (count) => Array.from({ length: count }, (_, index) => killed(turns[index % turns.length] ?? subjects.study)),
};

function killed(subject: Subject): Trial {
  return {
    name: `kill -9 of ${subject.name}`,
    async run(ground: Ground): Promise<Ending> {
      const { before, content, seconds } = await undisturbed(subject);
      cpSync(before, ground.path, { recursive: true });
      await killOnce(ground, subject, subject.args, seconds);
      // What continues after a kill may be killed, too.
      if (ground.random.randomSample() < 0.25) await killOnce(ground, subject, subject.again, seconds);
      expectCode(await ground.run(subject.program, subject.again, subject.env), 0);
      await expectSame(ground, 'out', content);
      return 'same';
    },
  };
}

async function killOnce(
  ground: Ground,
  { program, env }: Subject,
  args: readonly string[],
  seconds: number,
): Promise<void> {
  const { child, ended } = ground.start(program, args, env);
  await Promise.race([ended, ground.wait(1.05 * seconds)]);
  child.kill('SIGKILL');
  refuseTrace(await ended);
  await ground.quiet();
}
