import { expectCode, expectSame, expectSentence, refuseTrace } from '../checks.js';
import type { Ground } from '../ground.js';
import { type Subject, subjects, undisturbed } from '../subjects.js';
import type { Ending, Trial, TrialKind } from '../trial.js';

/** Two to four processes that start at random moments on one directory; in every third trial one of them is killed. */
export const crowds: TrialKind = {
  name: 'crowd',
  title: 'two to four processes at once on one directory; in every third trial one of them is killed',
  usual: 30,
  trials: (count) =>
    Array.from({ length: count }, (_, index) =>
      crowded(
        [subjects.study, subjects.train, subjects.sweep][index % 3] ?? subjects.study,
        2 + (index % 4 === 3 ? 2 : index % 2),
        index % 3 === 2,
      ),
    ),
};

function crowded(subject: Subject, size: number, kills: boolean): Trial {
  return {
    name: `${size} times ${subject.name} at once${kills ? ', one killed' : ''}`,
    async run(ground: Ground): Promise<Ending> {
      const { content, seconds } = await undisturbed(subject);
      const running = [];
      for (let index = 0; index < size; index++) {
        running.push(ground.start(subject.program, subject.again, subject.env));
        await ground.wait(0.3);
      }
      const [victim, ...others] = running;
      if (kills) {
        await ground.wait(seconds);
        victim?.child.kill('SIGKILL');
      }
      const ends = await Promise.all((kills ? others : running).map(({ ended }) => ended));
      if (victim !== undefined) refuseTrace(await victim.ended);
      let ending: Ending = 'same';
      for (const ended of ends) {
        if (ended.code === 0) {
          refuseTrace(ended);
          continue;
        }
        expectSentence(ended, 1);
        ending = 'sentence';
      }
      expectCode(await ground.run(subject.program, subject.again, subject.env), 0);
      await expectSame(ground, 'out', content);
      return ending;
    },
  };
}
