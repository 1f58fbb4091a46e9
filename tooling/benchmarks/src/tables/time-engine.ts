import { wasmEngine } from '@reluctant/trainer';
import { fitTfjs } from './fit-tfjs.js';
import { startTraining } from './train-net.js';
import { readTrainingFiles } from './training-files.js';

// One training in a process of its own: prints one line of JSON, the seconds of the training alone, engine and modules
// being loaded. usage: node time-engine.js wasm|tfjs-wasm <folder of writeTrainingFiles>

const [name = 'wasm', folder = ''] = process.argv.slice(2);
const files = readTrainingFiles(folder);

async function fitOurs(): Promise<() => Promise<void>> {
  const engine = await wasmEngine();
  return async () => {
    const { net, inputs, classes: outputs } = files;
    const training = startTraining({ net, inputs, outputs, rows: files, strategy: 'relu', seed: 0, engine });
    for await (const _ of training);
    training.dispose();
  };
}

const fit = name === 'wasm' ? await fitOurs() : await fitTfjs(files);
const began = performance.now();
await fit();
console.log(JSON.stringify({ seconds: (performance.now() - began) / 1000 }));
