import { type Preset, presetNames, presets } from '@reluctant/presets';
import type { BlockRenderer } from './figure-blocks.js';
import type { PresetResult } from './preset-result.js';
import { storedBlock } from './stored-result.js';

/** The answer at the start of a preset's `findings.md`, from its stored summaries, with their command and commit. */
function renderAnswer(preset: Preset, { parts, command, machine }: PresetResult): string {
  const answer = preset.answer(parts.map(({ label, summary }) => ({ name: label, label, summary })));
  return [...answer, `(\`${command}\`, commit ${machine.commit})`].join('\n\n');
}

/** A block for each preset whose answer follows from its summaries: `preset-overfit`, … */
export const presetBlocks: Readonly<Record<string, BlockRenderer>> = Object.fromEntries(
  presetNames
    .filter((name) => presets[name].claims === undefined)
    .map((name) => [
      `preset-${name}`,
      storedBlock<PresetResult>(`preset-${name}`, `pnpm bench:presets ${name}`, (result) =>
        renderAnswer(presets[name], result),
      ),
    ]),
);
