import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expectCode, expectSame, expectSentence } from '../checks.js';
import type { Ended, Ground } from '../ground.js';
import { type Subject, subjects, undisturbed } from '../subjects.js';
import type { Ending, Trial, TrialKind } from '../trial.js';

/**
 * A file system of a limited size that is full before the command ends; then there is room, and the command continues.
 */
export const disks: TrialKind = {
  name: 'disk',
  title: 'a full disk, from a first page to nearly enough room',
  usual: 10,
  trials: (count) => {
    const subjectOf = (index: number): Subject =>
      [subjects.study, subjects.drawn, subjects.train][index % 3] ?? subjects.study;
    return Array.from({ length: count }, (_, index) => onDisk(subjectOf(index), (index + 0.5) / count));
  },
  impossible: () => {
    const { status, stderr } = spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'none', '/mnt'], {
      encoding: 'utf8',
    });
    return status === 0 ? undefined : `the system mounts no file system of its own for this user: ${stderr?.trim()}`;
  },
};

/** In a mount namespace of its own, so that no mount outlives the trial. */
const script = `
  mount -t tmpfs -o size="$SIZE" none room || exit 99
  ln -s room/out out
  program $ARGS > first.out 2> first.err; echo $? > first.code
  mount -o remount,size=64m room || exit 99
  program $AGAIN > again.out 2> again.err; echo $? > again.code
  cp -r room/out result`;

function onDisk(subject: Subject, share: number): Trial {
  return {
    name: `${subject.name} on a disk with ${Math.round(100 * share)} % of the room that it needs`,
    async run(ground: Ground): Promise<Ending> {
      const { content, after } = await undisturbed(subject);
      const size = Math.max(1, Math.floor(pagesOf(after, [...content.keys()]) * share)) * pageBytes;
      const inRoom = (args: readonly string[]): string =>
        args.map((word) => (word === 'out' ? 'room/out' : word)).join(' ');
      await ground.shell(
        subject.program,
        `mkdir room; export SIZE NODE MAIN; unshare -rm sh -c 'program() { "$NODE" "$MAIN" "$@"; }\n${script}'`,
        { ...subject.env, SIZE: String(size), ARGS: inRoom(subject.args), AGAIN: inRoom(subject.again) },
      );
      const [first, again] = (['first', 'again'] as const).map((name) => endedOf(ground, name));
      if (first === undefined || again === undefined) throw new Error('the script was not run');
      expectCode(again, 0);
      await expectSame(ground, 'result', content);
      if (first.code === 0) return 'same';
      expectSentence(first, 1);
      return 'sentence';
    },
  };
}

const pageBytes = 4096;

/** Pages that a tmpfs takes for files; a folder takes none. */
function pagesOf(after: string, paths: readonly string[]): number {
  const sizes = paths.map((path) => statSync(join(after, 'out', path)).size);
  return sizes.reduce((sum, size) => sum + Math.ceil(size / pageBytes), 0);
}

function endedOf(ground: Ground, name: string): Ended {
  const text = (ending: string): string => readFileSync(join(ground.path, `${name}.${ending}`), 'utf8');
  return { command: name, code: Number(text('code')), signal: null, stdout: text('out'), stderr: text('err') };
}
