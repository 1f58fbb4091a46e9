import { cpSync } from 'node:fs';
import { expectCode, expectSame, expectSentence } from '../checks.js';
import type { Ground } from '../ground.js';
import { type Subject, subjects, undisturbed } from '../subjects.js';
import type { Ending, Trial, TrialKind } from '../trial.js';

/**
 * Ways in which a shell can take the streams of a program away. `command` is the command, whose exit code is printed to
 * a file.
 */
const lines: readonly string[] = [
  '{ command; } 2>&1 | head -1',
  '{ command; } 2>&1 | true',
  '{ command; } | true',
  '{ command >&-; }',
  '{ command 2>&-; }',
  '{ command >&- 2>&-; }',
  '{ command <&-; }',
  '{ command > /dev/full; }',
  '{ command 2> /dev/full; }',
  '{ command > /dev/full 2>&1; }',
];

const commands: readonly Subject[] = [subjects.study, subjects.drawn, subjects.train, subjects.export, subjects.plot];

/** Closed and full streams. */
export const streams: TrialKind = {
  name: 'streams',
  title:
    'closed and full streams: `>&-`, `2>&-`, `<&-`, `\\| true`, `2>&1 \\| head -1`, `> /dev/full`, each with five commands',
  usual: lines.length * commands.length,
  trials: (count) =>
    Array.from({ length: count }, (_, index) =>
      withStreams(
        commands[Math.floor(index / lines.length) % commands.length] ?? subjects.study,
        lines[index % lines.length] ?? '',
      ),
    ),
};

function withStreams(subject: Subject, line: string): Trial {
  return {
    name: line.replace('command', subject.name),
    async run(ground: Ground): Promise<Ending> {
      const { before, content } = await undisturbed(subject);
      cpSync(before, ground.path, { recursive: true });
      const command = `program ${subject.args.join(' ')}`;
      const noted = line.replace(/command([^;]*);/, (_, streams: string) => `${command}${streams}; echo $? >&3;`);
      const ended = await ground.shell(subject.program, `{ ${noted}\n} 3> code\ncat code`, subject.env);
      const code = Number(/(\d+)\n$/.exec(ended.stdout)?.[1] ?? Number.NaN);
      const first = { ...ended, code };
      expectCode(first, 0, 1);
      expectCode(await ground.run(subject.program, subject.again, subject.env), 0);
      await expectSame(ground, 'out', content);
      if (code === 0) return 'same';
      // Where stderr is taken away, nobody can be told.
      if (!line.includes('2>')) expectSentence(first, 1);
      return 'sentence';
    },
  };
}
