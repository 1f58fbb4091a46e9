export { type FindingsInput, findings } from './findings/findings.js';
export type { Preset } from './presets/preset.js';
export { type PresetName, presetNames } from './presets/preset-names.js';
export { presets } from './presets/presets.js';
export {
  countRange,
  describeChoices,
  describeOrders,
  holdsText,
  ledgerTable,
  verdictText,
} from './prose/describe-ledger.js';
export { chosenStudies, describeChosen, describeLooks, lookSentence } from './prose/describe-looks.js';
export { grouped } from './prose/grouped.js';
export { familySentence } from './prose/verdict-meanings.js';
export { levelText, significantDigits } from './prose/words.js';
