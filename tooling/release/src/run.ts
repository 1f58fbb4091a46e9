import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** Milliseconds after which a command that does not end is killed. */
const safetyNet = 300_000;

/** Where and with which variables a command runs. */
export interface Surroundings {
  readonly cwd: string;
  /** All variables of the command; those of this process by default. */
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Runs a command to its end.
 *
 * @returns what it wrote to stdout
 * @throws Error with the command line and all output, if its exit code is not 0
 */
export async function run(command: string, args: readonly string[], { cwd, env }: Surroundings): Promise<string> {
  try {
    const { stdout } = await execute(command, [...args], {
      cwd,
      ...(env && { env }),
      maxBuffer: 2 ** 26,
      timeout: safetyNet,
    });
    return stdout;
  } catch (error) {
    const { code, stdout = '', stderr = '' } = error as { code?: unknown; stdout?: string; stderr?: string };
    throw new Error(`${command} ${args.join(' ')} ended with ${code}:\n${stdout}${stderr}`, { cause: error });
  }
}

/** Does something with each value, with so many at a time as there are places. */
export async function eachOf<T>(
  values: readonly T[],
  places: number,
  work: (value: T) => Promise<void>,
): Promise<void> {
  const waiting = [...values];
  const place = async (): Promise<void> => {
    for (let value = waiting.shift(); value !== undefined; value = waiting.shift()) await work(value);
  };
  await Promise.all(Array.from({ length: places }, place));
}
