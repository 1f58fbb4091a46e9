import { existsSync, readFileSync } from 'node:fs';

/**
 * An environment in which a program of Node (or a process that it starts) is killed, as by `kill -9`, just before it
 * renames a file to a name with this ending, so that its temporary file remains.
 */
export function killedBeforeRenaming(ending: string): Readonly<Record<string, string>> {
  return preloading(`
    import fs from 'node:fs';
    import { syncBuiltinESMExports } from 'node:module';
    const renaming = (rename) => (from, to) => {
      if (to.endsWith(${JSON.stringify(ending)})) process.kill(process.pid, 'SIGKILL');
      return rename(from, to);
    };
    fs.renameSync = renaming(fs.renameSync);
    fs.promises.rename = renaming(fs.promises.rename);
    syncBuiltinESMExports();`);
}

/** Printed to stderr when a thread of {@link standingStillBefore} blocks. */
export const standsStill = 'a thread stands still\n';

/**
 * An environment in which a thread of a program of Node blocks forever just before it sends a message that contains
 * this text, like an endless computation: it receives no messages and has to be terminated.
 */
export function standingStillBefore(text: string): Readonly<Record<string, string>> {
  return preloading(`
    import { writeSync } from 'node:fs';
    import { isMainThread, MessagePort } from 'node:worker_threads';
    const { postMessage } = MessagePort.prototype;
    if (!isMainThread) {
      MessagePort.prototype.postMessage = function (message, ...others) {
        if (JSON.stringify(message)?.includes(${JSON.stringify(text)})) {
          writeSync(2, ${JSON.stringify(standsStill)});
          Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
        }
        return postMessage.call(this, message, ...others);
      };
    }`);
}

/** An environment in which a program of Node, and each of its threads and processes, runs a module before its own. */
export function preloading(module: string): Readonly<Record<string, string>> {
  return { NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(module)}` };
}

/** True if a process of this id runs. A process that ended, but was not waited for by its parent, does not. */
export function runsProcess(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  // Only Linux has this file. The state follows the program's name in parentheses.
  const status = `/proc/${pid}/stat`;
  return !existsSync(status) || !/\) [ZX] /.test(readFileSync(status, 'utf8'));
}
