#!/usr/bin/env node
import { guardStreams } from '@reluctant/command-line';
import { runCli } from './run-cli.js';

guardStreams('reluctant');
process.exitCode = await runCli(process.argv.slice(2));
