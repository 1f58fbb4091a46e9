import { fileURLToPath } from 'node:url';
import { saveChart } from '@reluctant/plotting/node';
import { countCandidates, layer } from './certify/count-candidates.js';
import { certifyChart } from './certify-figures.js';
import { describeMachine } from './machine.js';
import { writeResult } from './result-file.js';

/** `pnpm docs:certify`: counts candidates beside active units, stores them, and draws docs/pictures/certified.svg and .png. */
const result = { machine: describeMachine(), command: 'pnpm docs:certify', ...layer, points: await countCandidates() };
console.log(`written: ${writeResult('certify-candidates', result)}`);
const path = fileURLToPath(new URL('../../../docs/pictures/certified', import.meta.url));
for (const file of await saveChart(path, certifyChart(result), { scale: 2 })) console.log(`picture written: ${file}`);
