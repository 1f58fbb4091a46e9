import type { ProgramResult } from './run-program.js';

/** A command line as a function: arguments after the program's name, and the exit code. */
export type CommandLineMain = (args: readonly string[]) => Promise<number>;

/**
 * Runs a command line within this process and captures its output. It starts nothing and loads nothing twice, so it
 * takes a small part of the time of `runProgram`. What the program's `main.ts` adds (signals, closed pipes, the exit
 * code) needs `runProgram`.
 *
 * @param main - e.g. `runCli` of an app
 * @param cwd - the working directory until the command line ends
 */
export async function runInProcess(
  main: CommandLineMain,
  args: readonly string[],
  cwd: string = process.cwd(),
): Promise<ProgramResult> {
  const output = { stdout: '', stderr: '' };
  const home = process.cwd();
  const restore = [capture('stdout', output), capture('stderr', output)];
  process.chdir(cwd);
  try {
    return { code: await main(args), ...output };
  } finally {
    process.chdir(home);
    for (const undo of restore) undo();
  }
}

function capture(stream: 'stdout' | 'stderr', output: Record<typeof stream, string>): () => void {
  const write = process[stream].write;
  process[stream].write = (text: string | Uint8Array, ...rest: readonly unknown[]) => {
    output[stream] += typeof text === 'string' ? text : new TextDecoder().decode(text);
    const written = rest.at(-1);
    if (typeof written === 'function') queueMicrotask(() => written());
    return true;
  };
  return () => {
    process[stream].write = write;
  };
}
