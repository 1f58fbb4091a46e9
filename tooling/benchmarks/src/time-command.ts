import { spawn } from 'node:child_process';

/** One finished run of a whole command. */
export interface CommandTiming {
  /** Seconds from start to end. */
  readonly wall: number;
  /** User plus system seconds of the command and all its waited-for children. */
  readonly cpu: number;
  readonly stdout: string;
}

const marker = 'reluctant-time';

/**
 * Runs a command as a process tree of its own and times it by the shell's `time` (real, user and system seconds of the
 * whole tree), so that every peer is measured alike, start-up included.
 *
 * @throws Error when the command fails; the message holds the end of what it printed
 */
export function timeCommand(command: string, args: readonly string[], cwd: string): Promise<CommandTiming> {
  return new Promise((resolve, reject) => {
    const shell = spawn('bash', ['-c', `TIMEFORMAT='${marker} %R %U %S'; time "$@"`, 'bash', command, ...args], {
      cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    shell.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      stdout += chunk;
    });
    shell.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      stderr += chunk;
    });
    shell.on('error', reject);
    shell.on('close', (code) => {
      const times = new RegExp(`^${marker} ([\\d.]+) ([\\d.]+) ([\\d.]+)$`, 'm').exec(stderr);
      if (code !== 0 || times === null) {
        reject(new Error(`${command} ${args.join(' ')} ended with ${code}: ${stderr.slice(-600)}`));
        return;
      }
      const [wall = 0, user = 0, system = 0] = times.slice(1).map(Number);
      resolve({ wall, cpu: user + system, stdout });
    });
  });
}
