import { cpSync } from 'node:fs';
import { constants } from 'node:os';
import { expectCode, expectSame, expectSentence } from '../checks.js';
import type { Ground } from '../ground.js';
import { type Subject, subjects, undisturbed } from '../subjects.js';
import type { Ending, Trial, TrialKind } from '../trial.js';

/**
 * Signals that stop a program cleanly, and those that only a program of Node ignores. Any other one ends a process at
 * once.
 */
const [stopping, ignored] = [
  ['SIGINT', 'SIGTERM', 'SIGHUP'],
  ['SIGPIPE', 'SIGUSR1', 'SIGXFSZ', 'SIGCHLD', 'SIGCONT', 'SIGURG', 'SIGWINCH'],
] as const;

const ending: readonly NodeJS.Signals[] = [
  ...(['SIGQUIT', 'SIGUSR2', 'SIGALRM', 'SIGVTALRM', 'SIGPROF', 'SIGABRT', 'SIGSEGV', 'SIGBUS', 'SIGFPE'] as const),
  ...(['SIGILL', 'SIGTRAP', 'SIGSYS', 'SIGXCPU', 'SIGIO', 'SIGPWR', 'SIGSTKFLT'] as const),
];

const commands: readonly Subject[] = [subjects.drawn, subjects.train, subjects.plot];

/** Every signal once; those that stop a program once for each command. */
const list: readonly Trial[] = [
  ...stopping.flatMap((signal) => commands.map((subject) => signalled(subject, signal))),
  ...[...ignored, ...ending].map((signal, index) =>
    signalled(commands[index % commands.length] ?? subjects.drawn, signal),
  ),
];

/** Each signal at a random moment of a command. */
export const signals: TrialKind = {
  name: 'signals',
  title: `${stopping.length + ignored.length + ending.length} signals at random moments of \`run --plots\`, \`train\`, \`plot\``,
  usual: list.length,
  trials: (count) => Array.from({ length: count }, (_, index) => list[index % list.length] ?? []).flat(),
};

function signalled(subject: Subject, signal: NodeJS.Signals): Trial {
  return {
    name: `${signal} to ${subject.name}`,
    async run(ground: Ground): Promise<Ending> {
      const { before, content, seconds } = await undisturbed(subject);
      cpSync(before, ground.path, { recursive: true });
      const { child, ended } = ground.start(subject.program, subject.args, subject.env);
      await Promise.race([ended, ground.wait(seconds)]);
      child.kill(signal);
      const first = await ended;
      // Before the program has begun, and after its work, a signal does what it does to any process.
      const code = (stopping as readonly string[]).includes(signal) ? 128 + constants.signals[signal] : signal;
      if ((ignored as readonly string[]).includes(signal)) expectCode(first, 0);
      else expectCode(first, 0, code, signal);
      expectCode(await ground.run(subject.program, subject.again, subject.env), 0);
      await expectSame(ground, 'out', content);
      if (first.code === null || first.code === 0 || subject === subjects.train) return 'same';
      expectSentence(first, first.code);
      return 'sentence';
    },
  };
}
