import { programVersion } from '@reluctant/command-line';

/** The version of this program. This file lies one folder below the manifest, in the sources as in the bundle. */
export function cliVersion(): string {
  return programVersion(import.meta.url);
}
