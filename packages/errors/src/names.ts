// Checks of names with the nearest one in the message: by themselves, because pages load them only where a name is to be checked.

export { didYouMean } from './nearest-name.js';
export { type OptionNames, optionCheck, refuseUnknownKeys } from './refuse-unknown-keys.js';
export { unknownName } from './unknown-name.js';
