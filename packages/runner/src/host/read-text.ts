import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The text of a file of `proc` or `sys`; undefined where there is none, as on other systems than Linux. */
export function readText(root: string, name: string): string | undefined {
  try {
    return readFileSync(join(root, name), 'utf8');
  } catch {
    return undefined;
  }
}
