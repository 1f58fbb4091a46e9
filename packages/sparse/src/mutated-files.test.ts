import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ReluctantError } from '@reluctant/errors';
import { RandomState } from '@reluctant/random';
import { SparseSession } from '@reluctant/sparse';
import { expect, it } from 'vitest';

/** Number of files; `pnpm fuzz:sparse` tries many more. */
const count = Number(process.env.RELUCTANT_MUTATED_FILES ?? 200);
const folder = fileURLToPath(new URL('../fixtures/kinds/', import.meta.url));
const originals = readdirSync(folder)
  .filter((name) => name.endsWith('.onnx'))
  .map((name) => readFileSync(folder + name));

/** Some bytes set, inserted, removed or repeated. */
function mutated(random: RandomState): Uint8Array {
  const below = (limit: number) => Number(random.randint(0, Math.max(1, limit), 1)[0]);
  const bytes = [...(originals[below(originals.length)] ?? [])];
  for (let edits = 1 + below(5); edits > 0; edits--) {
    const [place, value, kind] = [below(bytes.length), below(256), below(20)];
    // Most edits keep the lengths that stand in the file, so that more than its wire format is reached.
    if (kind < 16) bytes[place] = value;
    else if (kind === 16) bytes.splice(place, 0, value);
    else if (kind === 17) bytes.splice(place, 1 + (value % 9));
    else bytes.splice(place, 0, ...bytes.slice(place, place + value));
  }
  return Uint8Array.from(bytes);
}

/** Zeros for every input of a session; undefined for inputs that are too large or of another type. */
function zeros({ inputMetadata }: SparseSession) {
  const arrays = { float32: Float32Array, float64: Float64Array, int64: BigInt64Array } as const;
  const feeds = inputMetadata.map((info) => {
    const dims = info.isTensor ? info.shape.map((dim) => (typeof dim === 'number' ? dim : 2)) : [];
    const size = dims.reduce((product, dim) => product * dim, 1);
    const make = info.isTensor && info.type in arrays ? arrays[info.type as keyof typeof arrays] : undefined;
    if (make === undefined || !info.isTensor || !(size <= 1e6)) return undefined;
    return [info.name, { type: info.type, data: new make(size), dims }] as const;
  });
  return feeds.includes(undefined) ? undefined : Object.fromEntries(feeds.filter((feed) => feed !== undefined));
}

it(`${count} mutated files are answered, or refused in one sentence`, { timeout: 100 * count + 20_000 }, async () => {
  const random = new RandomState(16);
  let answered = 0;
  for (let file = 0; file < count; file++) {
    try {
      const session = await SparseSession.create(mutated(random), { logSeverityLevel: 4 });
      try {
        const feeds = zeros(session);
        if (feeds !== undefined) await session.run(feeds);
        answered++;
      } finally {
        await session.release();
      }
    } catch (error) {
      if (!ReluctantError.isInstance(error)) throw error;
      expect(error.message).not.toContain('\n');
    }
  }
  expect(answered).toBeGreaterThan(count / 20);
  expect(process.memoryUsage.rss()).toBeLessThan(2 ** 30);
});
