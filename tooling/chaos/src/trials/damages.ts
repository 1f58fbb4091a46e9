import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { RandomState } from '@reluctant/random';
import { expectCode, expectSame, expectSentence, refuseTrace } from '../checks.js';
import type { Ended, Ground } from '../ground.js';
import { type Subject, subjects, undisturbed } from '../subjects.js';
import type { Ending, Trial, TrialKind } from '../trial.js';
import { TrialFailure } from '../trial-failure.js';

/** How a file is damaged. */
const damages: Readonly<Record<string, (path: string, random: RandomState) => void>> = {
  'cut short': (path, random) => {
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.subarray(0, random.randint(0, Math.max(1, bytes.length))));
  },
  emptied: (path) => writeFileSync(path, ''),
  removed: (path) => rmSync(path),
  'changed in one bit': (path, random) => {
    const bytes = readFileSync(path);
    const at = random.randint(0, bytes.length);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << random.randint(0, 8));
    writeFileSync(path, bytes);
  },
};

/** Files of finished directories. */
export const damagedFiles: TrialKind = {
  name: 'damage',
  title:
    'a file of a finished study, sweep or training cut short, emptied, removed, or changed in one bit: each kind of file',
  usual: 100,
  trials: (count) =>
    taken(count, (index) =>
      damagedFinished([subjects.study, subjects.drawn, subjects.train, subjects.sweep][index % 4]),
    ),
};

/** Files of unfinished directories. */
export const damagedUnfinished: TrialKind = {
  name: 'damage-unfinished',
  title: 'the same with a file of a study that was killed',
  usual: 40,
  trials: (count) => taken(count, (index) => damagedKilled([subjects.study, subjects.long, subjects.drawn][index % 3])),
};

function taken(count: number, at: (index: number) => Trial): readonly Trial[] {
  return Array.from({ length: count }, (_, index) => at(index));
}

function damagedFinished(subject: Subject = subjects.study): Trial {
  const trial = {
    name: `a damaged file of ${subject.name}`,
    async run(ground: Ground): Promise<Ending> {
      const { after, content } = await undisturbed(subject);
      cpSync(after, ground.path, { recursive: true });
      const file = damageOne(ground);
      return naming(file.what, async () => {
        const looks = await lookAt(ground, subject, after);
        const ending = await repaired(ground, subject, file);
        await expectSame(ground, 'out', content);
        return looks === 'sentence' || ending === 'sentence' ? 'sentence' : 'same';
      });
    },
  };
  return trial;
}

function damagedKilled(subject: Subject = subjects.study): Trial {
  return {
    name: `a damaged file of ${subject.name}, killed`,
    async run(ground: Ground): Promise<Ending> {
      const { content, seconds } = await undisturbed(subject);
      const { child, ended } = ground.start(subject.program, subject.args, subject.env);
      await Promise.race([ended, ground.wait(seconds).then(() => ground.wait(seconds / 4))]);
      child.kill('SIGKILL');
      await ended;
      await ground.quiet();
      const file = damageOne(ground);
      return naming(file.what, async () => {
        const ending = await repaired(ground, subject, file);
        await expectSame(ground, 'out', content);
        return ending;
      });
    },
  };
}

/** A file that was damaged. */
interface DamagedFile {
  readonly what: string;
  readonly path: string;
  readonly original: Uint8Array;
}

/** Damages one file of `out`: first a kind of file is drawn, then one of the kind, so that each kind has its turn. */
function damageOne({ path, random }: Ground): DamagedFile {
  const out = join(path, 'out');
  const files = filesIn(out).filter((name) => readFileSync(join(out, name)).length > 0);
  const kinds = [...new Set(files.map(kindOf))].sort();
  const kind = kinds[random.randint(0, Math.max(1, kinds.length))];
  const ofKind = files.filter((name) => kindOf(name) === kind);
  const name = ofKind[random.randint(0, Math.max(1, ofKind.length))];
  if (name === undefined) return { what: 'nothing', path: '', original: new Uint8Array() };
  const how = Object.keys(damages)[random.randint(0, Object.keys(damages).length)] ?? '';
  const original = readFileSync(join(out, name));
  damages[how]?.(join(out, name), random);
  return { what: `${name} ${how}`, path: join(out, name), original };
}

function filesIn(directory: string): string[] {
  // A command may be killed before it has made its directory.
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1))
    .sort();
}

/** `config.json`, `checkpoints/*.safetensors`, `plots/*.svg`, …: the same name for files of one kind. */
function kindOf(path: string): string {
  const name = basename(path);
  return /^(checkpoints|predictions|plots)$/.test(basename(dirname(path))) && name !== 'pictures.json'
    ? `${basename(dirname(path))}/*${/\.[a-z]+$/.exec(name)?.[0] ?? ''}`
    : name;
}

/** Reads the damaged directory by each command that only reads: the result of before, or a sentence. */
async function lookAt(ground: Ground, subject: Subject, after: string): Promise<Ending> {
  if (subject.program === 'reluctant-sparse') {
    const ended = await ground.run('reluctant-sparse', ['export', 'out', '--graph', 'dense']);
    rmSync(join(ground.path, 'out/model.onnx'), { force: true });
    return sentenceOr(ended, () => undefined);
  }
  const { stdout } = await undisturbed(subject);
  cpSync(join(after, 'out'), join(ground.path, 'whole'), { recursive: true });
  const commands = [
    subject.args.filter((word) => word !== '--plots'),
    ['compare', 'whole', 'out', '--out', 'both', '--json'],
    ...(subject === subjects.drawn ? [['plot', 'out']] : []),
  ];
  let ending: Ending = 'same';
  for (const [index, command] of commands.entries()) {
    const ended = await ground.run('reluctant', command);
    const result = sentenceOr(ended, () => {
      if (index === 0 && tableOf(ended.stdout) !== tableOf(stdout))
        throw new TrialFailure(`${ended.command} printed another table:\n${ended.stdout}`);
    });
    if (result === 'sentence') ending = 'sentence';
  }
  return ending;
}

function sentenceOr(ended: Ended, check: () => void): Ending {
  refuseTrace(ended);
  if (ended.code === 0) {
    check();
    return 'same';
  }
  expectSentence(ended, 1, 2);
  return 'sentence';
}

function tableOf(stdout: string): string {
  return stdout
    .split('\n')
    .filter((line) => line.includes('│'))
    .join('\n');
}

/** Continues the damaged directory. Where that ends in a sentence, the file is restored, and it has to end well. */
async function repaired(ground: Ground, { program, again, env }: Subject, file: DamagedFile): Promise<Ending> {
  const ended = await ground.run(program, again, env);
  const ending = sentenceOr(ended, () => undefined);
  if (ending === 'same') return 'same';
  // The configuration says what the directory holds, and a lock who works there: neither can be made again.
  if (/(config|sweep)\.json$/.test(file.path)) writeFileSync(file.path, file.original);
  else if (file.path.endsWith('.lock')) rmSync(file.path);
  else throw new TrialFailure(`${ended.command} did not repair the directory:\n${ended.stderr}`);
  expectCode(await ground.run(program, again, env), 0);
  return 'sentence';
}

async function naming<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof TrialFailure) throw new TrialFailure(`${what}: ${error.message}`);
    throw error;
  }
}
