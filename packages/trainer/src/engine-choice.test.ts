import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { chooseEngine, decideEngine } from './engine-choice.js';
import { parseStrategy } from './strategy/parse-strategy.js';
import { denseNet } from './test-support/toy-problem.js';

const model = { ...denseNet(5, 4, 2), activation: parseStrategy('relu').usage };

it('importing the package loads no TensorFlow.js, choosing its engine does', async () => {
  const script = `
    const { chooseEngine, parseStrategy } = await import('@reluctant/trainer');
    const before = '_tfengine' in globalThis;
    const model = { inputs: 5, layers: [{ kind: 'dense', out: 2 }], activation: parseStrategy('relu').usage };
    await chooseEngine({ requested: 'tfjs', model });
    console.log(before, '_tfengine' in globalThis);`;
  const here = fileURLToPath(new URL('..', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], { cwd: here });
  expect(stdout).toBe('false true\n');
});

it('returns the chosen engine and the reason', async () => {
  const decision = decideEngine('tfjs', model);
  expect(decision).toEqual({ engine: 'tfjs', reason: 'the tfjs engine was requested' });
  const { engine, reason } = await chooseEngine({ requested: 'tfjs', model });
  expect([engine.name, reason]).toEqual(['tfjs', decision.reason]);
});
