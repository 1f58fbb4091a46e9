import { reasonOf, StudyError } from '@reluctant/study';
import { CommanderError } from 'commander';
import { normaliseFlags } from './flags/normalise-flags.js';
import { createProgram, flagNames } from './program.js';

/**
 * Runs the command line and gives the exit code: 0 done, 1 failure, 2 wrong usage, 130 after Ctrl-C. Every error is one
 * sentence on stderr; a stack trace comes only with `--debug`.
 *
 * @param args - what stands behind the program's name
 */
export async function runCli(args: readonly string[]): Promise<number> {
  let exitCode = 0;
  const program = createProgram((code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(args.length === 0 ? ['--help'] : normaliseFlags(args, flagNames), { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return 0;
      say(usageSentence(error.message));
      return 2;
    }
    say(reasonOf(error), args.includes('--debug') ? error : undefined);
    return error instanceof StudyError && error.kind === 'usage' ? 2 : 1;
  }
}

/** Commander's message as one sentence: `error: unknown option '--epocs'\n(Did you mean --epochs?)`. */
function usageSentence(message: string): string {
  return message
    .replace(/^error: /, '')
    .replace(/\n\((Did you mean .*)\)$/, (_, hint: string) => `; ${hint.charAt(0).toLowerCase()}${hint.slice(1)}`)
    .replaceAll('\n', ' ');
}

function say(sentence: string, error?: unknown): void {
  process.stderr.write(`reluctant: ${sentence}\n`);
  if (error instanceof Error) process.stderr.write(`${error.stack}\n`);
}
