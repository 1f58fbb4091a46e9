import { fileURLToPath } from 'node:url';
import { saveChart } from '@reluctant/plotting/node';
import type { CertifyCandidatesResult } from './certify/candidates-result.js';
import { countCandidates, layer } from './certify/count-candidates.js';
import { countTrained, screenLimits } from './certify/count-trained.js';
import { certifyChart } from './certify-figures.js';
import { describeMachine } from './machine.js';
import { writeResult } from './result-file.js';

/**
 * `pnpm docs:certify`: counts candidates beside active units, of random layers and of trained nets, asks programs for
 * the limits of their screens, stores all, and draws docs/pictures/certified.svg and .png.
 */
const result: CertifyCandidatesResult = {
  ...{ machine: describeMachine(), command: 'pnpm docs:certify', ...layer },
  points: await countCandidates(),
  trained: await countTrained(),
  limits: await screenLimits(),
};
console.log(`written: ${writeResult('certify-candidates', result)}`);
const path = fileURLToPath(new URL('../../../docs/pictures/certified', import.meta.url));
for (const file of await saveChart(path, certifyChart(result), { scale: 2 })) console.log(`picture written: ${file}`);
