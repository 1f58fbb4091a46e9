/**
 * An environment in which a program of Node (or a process that it starts) is killed, as by `kill -9`, when it is about to rename a
 * file to a name that ends so: its temporary file is written and stays.
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

/** What a program says on stderr when a thread of {@link standingStillBefore} stands still. */
export const standsStill = 'a thread stands still\n';

/**
 * An environment in which a thread of a program of Node stands still for ever when it is about to send a message with that text in
 * it, as one that computes without end would: it does not listen, and only its end ends it.
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

/** An environment in which a program of Node, and each of its threads, runs a module before its own. */
function preloading(module: string): Readonly<Record<string, string>> {
  return { NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(module)}` };
}
