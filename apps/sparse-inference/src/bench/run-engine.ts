import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { ReluctantError } from '@reluctant/errors';
import { type EngineRequest, type Latency, latenciesSchema } from './engine-request.js';

const program = fileURLToPath(new URL('./engine-process.js', import.meta.url));

/**
 * Measures one engine in a process of its own: two runtimes with spinning threads in one process slow each other down.
 * The process ends when this one does, whatever ends it.
 *
 * @throws ReluctantError (failure) with the error message of the process
 */
export async function runEngine(request: EngineRequest): Promise<readonly Latency[]> {
  // The fourth pipe, `parentPipe`, tells the process when this one has ended.
  const child = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'pipe', 'pipe'] });
  child.stdin.on('error', () => undefined);
  child.stdin.end(JSON.stringify(request));
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  if (code === 0) return latenciesSchema.parse(JSON.parse(out));
  const reason = /Error: (.*)/.exec(err)?.[1] ?? `it ended with code ${code}`;
  throw new ReluctantError(
    'input-output',
    `${request.spec.name} with ${request.spec.threads} threads could not be measured: ${reason}`,
  );
}
