#!/usr/bin/env node
import { endWithReader } from '@reluctant/command-line';
import { runCli } from './run-cli.js';

// From 1.29 on, onnxruntime sends usage data, for which it keeps an id of the device below the home directory, unless this is 1 before
// it starts. A user's own setting stays. Measuring processes inherit it.
process.env.ORT_DISABLE_TELEMETRY ??= '1';

// Exit code after Ctrl-C by the convention of shells: 128 + SIGINT. Files are written atomically, so nothing needs cleaning up.
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    process.stderr.write('reluctant-sparse: stopped; all written files are complete\n');
    process.exit(130);
  });
}
endWithReader();
process.exitCode = await runCli(process.argv.slice(2));
