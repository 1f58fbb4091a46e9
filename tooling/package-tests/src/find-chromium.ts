import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const names = ['chromium', 'chromium-browser', 'google-chrome'];

/** Path of Chromium where the machine has it. Without it the tests in a browser are skipped, and this says so. */
export function findChromium(): string | undefined {
  const found = (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .find((path) => existsSync(path));
  if (found === undefined) {
    console.warn(
      `Tests in a browser are skipped: there is no ${names.join(', ')} on the PATH (Debian: apt install chromium).`,
    );
  }
  return found;
}
