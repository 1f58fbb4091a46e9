#!/usr/bin/env node
import { endWithReader } from '@reluctant/command-line';
import { runCli } from './run-cli.js';

endWithReader();
process.exitCode = await runCli(process.argv.slice(2));
