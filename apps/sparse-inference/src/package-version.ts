import { createRequire } from 'node:module';
import * as z from 'zod';

const manifestSchema = z.object({ version: z.string() });

/** The version of this program; its bundle lies one folder below its manifest, as the source does. */
export function ownVersion(): string {
  return manifestSchema.parse(createRequire(import.meta.url)('../package.json')).version;
}
