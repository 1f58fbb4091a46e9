export { type Example, exampleText } from './example-text.js';
export { guardStreams } from './guard-streams.js';
export { packageVersions, programVersion } from './package-versions.js';
export { readScalar } from './read-scalar.js';
export { refuseFile } from './refuse-file.js';
export { type RootCommandTexts, rootCommand } from './root-command.js';
export { type CommandLine, runCommandLine, withOptionNames } from './run-command-line.js';
export { type Stopping, signalExitCode, stopOnSignals, stopSignals } from './stop-on-signals.js';
export { hasColours, movesCursor } from './terminal.js';
