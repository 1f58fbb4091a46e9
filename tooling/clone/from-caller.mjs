/**
 * Starts a program of this repository for a script of pnpm: `node from-caller.mjs <program> [arguments]`.
 *
 * pnpm runs a script in the folder of its `package.json` and keeps the caller's folder in `INIT_CWD`: paths are meant
 * from there. It also passes on the `--` of `pnpm start -- --epochs 1`, which is meant for pnpm. The programs
 * themselves look at neither: started in other ways, the working directory and `--` mean what they always mean.
 */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [, , program = '', ...args] = process.argv;
const main = resolve(program);
const dashes = args.indexOf('--');
process.argv = [process.argv[0], main, ...args.filter((_, at) => at !== dashes)];
const { INIT_CWD: caller = '.' } = process.env;
process.chdir(caller);
await import(pathToFileURL(main).href);
