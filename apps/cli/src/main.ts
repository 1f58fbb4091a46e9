#!/usr/bin/env node
import { endWithReader } from '@reluctant/command-line';
import { ThreadReserve } from '@reluctant/runner';
import { dataAhead, threadsAhead } from './threads-ahead.js';

endWithReader();
const args = process.argv.slice(2);
// Threads start, and make the data of the usual study, while this thread loads the rest of the program: for a short study that is a
// tenth of its time.
const threads = new ThreadReserve(threadsAhead(args), undefined, dataAhead(args));
const { runCli } = await import('./run-cli.js');
process.exitCode = await runCli(args, threads);
