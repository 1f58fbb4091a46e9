import { vi } from 'vitest';
import { runCli } from '../run-cli.js';

/** Runs the command line in this process and captures its output. */
export async function runInProcess(
  command: string,
): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  const said = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((stream) =>
    vi.spyOn(process[stream], 'write').mockImplementation((text) => {
      said[stream] += String(text);
      return true;
    }),
  );
  try {
    return { code: await runCli(command.split(' ')), ...said };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}
