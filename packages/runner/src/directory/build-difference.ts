import { option, type Sentence, sentence } from '@reluctant/errors';
import type { StudyConfig } from '@reluctant/study';

/** Engines by strategy, and the version of Node that chose them if it is known, such as `v24.1.0`. */
interface Builds {
  readonly engines: StudyConfig['engines'];
  readonly node: string | undefined;
}

/**
 * Says why a directory's study cannot be continued here: another engine or build trains its strategies. The two
 * versions of Node are named where they differ, since a build follows from what Node's WebAssembly supports.
 *
 * For example `runs/post holds the same study with another build (relu: wasm relaxed-simd there, wasm simd here; made by
 * Node v24.1.0, this is Node v20.20.2): continue it with that Node, or …`
 *
 * @param path - the directory
 * @param there - of its `config.json` and `environment.json`
 */
export function buildDifference(path: string, there: Builds, here: Builds): Sentence {
  const names = [...new Set([...Object.keys(here.engines), ...Object.keys(there.engines)])];
  const changed = names.filter((name) => textOf(there.engines[name]) !== textOf(here.engines[name]));
  const [first = ''] = changed;
  const others = changed.length > 1 ? ` and ${changed.length - 1} more` : '';
  const builds = `${first}${others}: ${textOf(there.engines[first])} there, ${textOf(here.engines[first])} here`;
  const other = there.engines[first]?.engine === here.engines[first]?.engine ? 'build' : 'engine';
  const byNode = there.node !== undefined && there.node !== here.node;
  const made = byNode ? `; made by Node ${there.node}, this is Node ${here.node}` : '';
  const what = `${path} holds the same study with another ${other} (${builds}${made})`;
  const way = byNode ? `continue it with that Node, or choose` : 'choose';
  return sentence`${what}: ${way} another directory with ${option('out', "the option 'out'")}`;
}

function textOf(build: StudyConfig['engines'][string] | undefined): string {
  return build === undefined ? 'none' : `${build.engine} ${build.build}`;
}
