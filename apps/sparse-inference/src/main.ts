#!/usr/bin/env node
import { guardStreams, signalExitCode, stopSignals } from '@reluctant/command-line';
import { runCli } from './run-cli.js';

// From 1.29 on, onnxruntime sends usage data, for which it keeps an id of the device below the home directory, unless
// this is 1 before it starts. A user's own setting stays. Measuring processes inherit it.
process.env.ORT_DISABLE_TELEMETRY ??= '1';

// Files are written atomically and locks are released when the process exits, so nothing needs cleaning up.
for (const signal of stopSignals) {
  process.on(signal, () => {
    process.stderr.write('reluctant-sparse: stopped; all written files are complete\n');
    process.exit(signalExitCode(signal));
  });
}
guardStreams('reluctant-sparse');
process.exitCode = await runCli(process.argv.slice(2));
