import type { ProgramResult } from '@reluctant/testing';
import { runCli } from '../run-cli.js';

/** Runs the command line in this process and captures its output. */
export async function runInProcess(command: string): Promise<ProgramResult> {
  const said = { stdout: '', stderr: '' };
  const streams = ['stdout', 'stderr'] as const;
  const writes = streams.map((stream) => process[stream].write);
  for (const stream of streams) {
    process[stream].write = (text: string | Uint8Array) => {
      said[stream] += String(text);
      return true;
    };
  }
  try {
    const code = await runCli(command.split(' '));
    return { code, ...said };
  } finally {
    streams.forEach((stream, index) => {
      process[stream].write = writes[index] ?? process[stream].write;
    });
  }
}
