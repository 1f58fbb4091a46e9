#!/usr/bin/env node
import { runCommandLine } from '@reluctant/command-line';
import { OnnxError } from '@reluctant/onnx';
import { createProgram, flagNames } from './program.js';

/** Exit code after Ctrl-C, as shells have it: 128 + SIGINT. Every file is written whole, so there is nothing to clean up. */
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    process.stderr.write('reluctant-sparse: stopped; what is written is whole\n');
    process.exit(130);
  });
}

process.exitCode = await runCommandLine({
  name: 'reluctant-sparse',
  args: process.argv.slice(2),
  flagNames,
  createProgram,
  // An export that asks for what the model cannot give.
  isUsage: (error) => error instanceof OnnxError,
});
