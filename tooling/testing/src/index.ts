export { expectAllClose, normwiseError, type Tolerance } from './all-close.js';
export { camelCased } from './camel-cased.js';
export { finiteDifference } from './finite-difference.js';
export { type GoldenArray, goldenNumbers, readGolden } from './golden.js';
export { hasOpenssl, hasRedisServer, RedisServer, redisTest, type TlsPort } from './redis-server.js';
export { rowOf, type TestedRow } from './row-of.js';
export { type CommandLineMain, runInProcess } from './run-in-process.js';
export { type ProgramOptions, type ProgramResult, runInShell, runProgram, scratchDirectory } from './run-program.js';
export { killedBeforeRenaming, preloading, runsProcess, standingStillBefore, standsStill } from './stopped-programs.js';
