#!/usr/bin/env node
import { endWithReader } from '@reluctant/command-line';
import { runCli } from './run-cli.js';

// Exit code after Ctrl-C as shells have it: 128 + SIGINT. Every file is written whole, so there is nothing to clean up.
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    process.stderr.write('reluctant-sparse: stopped; what is written is whole\n');
    process.exit(130);
  });
}
endWithReader();
process.exitCode = await runCli(process.argv.slice(2));
