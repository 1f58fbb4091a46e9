import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

/** A fixture and what it imports as one script for a browser. The tfjs engine is not used here and stays external. */
export async function bundleForBrowser(fixture: string): Promise<string> {
  const bundle = await rolldown({
    input: fileURLToPath(new URL(`../fixtures/${fixture}.ts`, import.meta.url)),
    platform: 'browser',
    logLevel: 'silent',
    plugins: [
      {
        name: 'browser-only',
        resolveId(id) {
          // Node modules must not be imported at all, not even conditionally.
          if (id.startsWith('node:')) throw new Error(`${id} is imported`);
          return id === './tfjs/index.js' ? { id: '\0tfjs' } : null;
        },
        load: (id) => (id === '\0tfjs' ? 'export {}' : null),
      },
    ],
  });
  const { output } = await bundle.generate({ format: 'iife', name: 'bundle', codeSplitting: false });
  const [{ code }] = output;
  return code;
}
