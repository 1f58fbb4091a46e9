import { option, ReluctantError, type Sentence, sentence } from '@reluctant/errors';
import type { StudyConfig } from '../config/study-config.js';
import { madeDataSettings } from '../table/study-table.js';
import { type StudyMemory, studyMemory } from './study-memory.js';
import { canBeHalved, halved, type SizeSetting, sizeOf, sizeSettings } from './study-sizes.js';

/** What a machine and its runtime give. */
export interface MemoryLimits {
  /** Bytes of free memory. */
  readonly memory: number;
  /** Bytes that are free in the JavaScript heap of this thread. */
  readonly heap: number;
}

/** Bytes of a WebAssembly memory, and elements of a typed array, on every runtime that is supported. */
const fixedLimits = { program: 2 ** 32, elements: 2 ** 32 - 1 };

type Quantity = keyof StudyMemory;

/** Sizes that a table brings with it. */
const madeSizes: ReadonlySet<string> = new Set(madeDataSettings);

/** Most settings that a message names. */
const mostNamed = 3;

/**
 * Refuses studies that need more memory than there is, before any of it is taken. What is kept for each run adds up
 * over the studies; of the rest, one study at a time is in memory.
 *
 * @param studies - configurations of the studies that one process runs one after another
 * @param workers - largest number of worker threads
 * @throws ReluctantError (`out-of-memory`, usage): one sentence with the settings that dominate, what is needed and
 * what there is
 */
export async function refuseMemory(
  studies: readonly StudyConfig[],
  workers: number,
  limits: MemoryLimits,
): Promise<void> {
  let before = 0;
  for (const config of studies) {
    const own = Math.max(1, Math.min(workers, config.n_runs * config.strategies.length));
    const needed = await studyMemory(config, own);
    const total = { ...needed, memory: needed.memory + before, heap: needed.heap + before };
    const there = { ...limits, ...fixedLimits };
    const lacking = quantities.find((quantity) => total[quantity] > there[quantity]);
    if (lacking !== undefined) throw await refusal(config, own, lacking, total[lacking], there[lacking]);
    before += needed.heap;
  }
}

const quantities: readonly Quantity[] = ['elements', 'program', 'heap', 'memory'];

async function refusal(
  config: StudyConfig,
  workers: number,
  quantity: Quantity,
  needed: number,
  there: number,
): Promise<ReluctantError> {
  const all = await dominantSettings(config, workers, quantity);
  // The size of a table is no setting.
  const made = config.table === undefined ? [] : all.filter((name) => madeSizes.has(name));
  const dominant = all.filter((name) => !made.includes(name));
  const table: Sentence = [`the table (${config.n_samples} rows, ${config.n_features} features)`];
  const settings = dominant.map((name): Sentence => sentence`${option(name)} ${sizeText(config, name)}`);
  const parts = made.length > 0 ? [table, ...settings] : settings;
  const named = listed(parts);
  const who = parts.length === 0 ? ['the study needs'] : [...named, parts.length === 1 ? ' needs' : ' need'];
  const alone = (await studyMemory(config, 1))[quantity];
  // Fewer threads need less memory, but do not change a heap or an array.
  const fewer: Sentence =
    workers > 1 && quantity === 'memory' && needed - (await studyMemory(config, workers))[quantity] + alone <= there
      ? sentence`; with ${option('n_workers')} 1 about ${bytesText(alone)} are enough`
      : [];
  const said = sentence`${who} ${lackText[quantity](needed, there)}${fewer}`;
  return new ReluctantError('out-of-memory', said, {
    kind: 'usage',
    path: dominant.slice(0, 1),
    received: dominant[0] && config[dominant[0]],
  });
}

/** What is needed and what there is, after "n_samples 1000 needs". */
const lackText: Readonly<Record<Quantity, (needed: number, there: number) => string>> = {
  memory: (needed, there) => `about ${bytesText(needed)} of memory, but ${bytesText(there)} are free`,
  heap: (needed, there) =>
    `about ${bytesText(needed)} of the JavaScript heap, but ${bytesText(there)} are free (Node's option --max-old-space-size sets its size)`,
  program: (needed, there) => `${bytesText(needed)} for a training, but a WebAssembly memory holds ${bytesText(there)}`,
  elements: (needed, there) => `an array of about ${needed.toPrecision(2)} numbers, but an array holds ${there}`,
};

/**
 * The settings that a need depends on most, the largest number first: half of one of them saves at least half of what
 * half of any saves, and a twentieth of the need.
 */
async function dominantSettings(config: StudyConfig, workers: number, quantity: Quantity): Promise<SizeSetting[]> {
  const needed = (await studyMemory(config, workers))[quantity];
  const savings: { readonly setting: SizeSetting; readonly saved: number }[] = [];
  for (const setting of sizeSettings.filter((name) => canBeHalved(config, name))) {
    const half = (await studyMemory(halved(config, setting), workers))[quantity];
    savings.push({ setting, saved: needed - half });
  }
  const most = Math.max(0, ...savings.map(({ saved }) => saved));
  return savings
    .filter(({ saved }) => saved >= Math.max(most / 2, needed / 20))
    .map(({ setting }) => setting)
    .sort((a, b) => sizeOf(config, b) - sizeOf(config, a))
    .slice(0, mostNamed);
}

/** The value of a setting; of a list, the number of its entries. */
function sizeText(config: StudyConfig, setting: SizeSetting): string {
  const value = config[setting];
  return typeof value === 'number' ? String(value) : `(${value.length})`;
}

function listed(parts: readonly Sentence[]): Sentence {
  return parts.flatMap((part, index): Sentence => {
    if (index === 0) return part;
    return [index === parts.length - 1 ? ' and ' : ', ', ...part];
  });
}

const units = ['KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'];

/** Bytes with two significant digits or more: `480 GiB`, `1.5 GiB`. */
function bytesText(bytes: number): string {
  const power = Math.max(1, Math.min(units.length, Math.floor(Math.log2(Math.max(1, bytes)) / 10)));
  const value = bytes / 1024 ** power;
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${units[power - 1]}`;
}
