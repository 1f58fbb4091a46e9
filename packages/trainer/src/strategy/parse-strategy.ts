import { printable, ReluctantError, showValue, unknownName } from '@reluctant/errors';
import type { Setting } from '../option-text.js';
import { formatOptionText, parseOptionText } from '../option-text.js';
import type { Strategy } from './strategy.js';
import { strategyKinds } from './strategy-kinds.js';
import { strategyNameFault } from './strategy-name.js';

/**
 * Parses a strategy.
 *
 * Text: `relu`, `stoch:share=0.3,domain=negative`, `switch:from=silu,to=relu,tail=0.1`; options of an inner activation
 * have dotted keys, `switch:from=stoch,from.share=0.3,to=relu`. Object:
 * `{ name: 'switch', from: { name: 'stoch', share: 0.3 }, to: 'relu' }`; with a key `strategy`, that is the kind and
 * `name` is a label. A strategy's name, kind and options form such an object, and its canonical name is such a text, so
 * both can be parsed again.
 *
 * @param base - URL against which the path of a user's activation module is resolved if it starts with `.` or `/`
 * @throws ReluctantError for an unknown strategy (with the nearest name), an invalid option, or two activations that
 *   one net cannot combine
 */
export function parseStrategy(setting: Setting, base?: string): Strategy {
  const input = typeof setting === 'string' ? parseOptionText(setting) : setting;
  const { name, strategy = name, ...options } = input;
  if (typeof strategy !== 'string' || typeof name !== 'string') {
    throw new ReluctantError('invalid-option', `expected a strategy with a name, got ${showValue(setting)}`);
  }
  const build = strategyKinds.get(strategy);
  if (build === undefined) {
    throw unknownName('strategy', strategy, strategyKinds.keys());
  }
  const parts = build(withModuleUrl(strategy, options, base));
  const label = 'strategy' in input ? name : formatOptionText({ ...parts.named, name: strategy });
  const fault = strategyNameFault(label);
  if (fault !== undefined) {
    throw new ReluctantError('invalid-option', `the name of a strategy must ${fault}, got ${showValue(label)}`);
  }
  const { options: all, usage, schedule, dropout } = parts;
  return { name: label, strategy, options: all, usage, schedule, ...(dropout !== undefined && { dropout }) };
}

/**
 * Parses the strategies of one study.
 *
 * @throws ReluctantError as {@link parseStrategy}, and when two have the same name
 */
export function parseStrategies(settings: readonly Setting[], base?: string): readonly Strategy[] {
  const strategies = settings.map((setting) => parseStrategy(setting, base));
  const names = new Set<string>();
  for (const { name } of strategies) {
    if (names.has(name)) throw new ReluctantError('invalid-option', `strategy '${printable(name)}' is there twice`);
    names.add(name);
  }
  return strategies;
}

function withModuleUrl(strategy: string, options: object, base: string | undefined): object {
  if (strategy !== 'module' || base === undefined) return options;
  const { path } = options as { readonly path?: unknown };
  return typeof path === 'string' && /^[./]/.test(path) ? { ...options, path: new URL(path, base).href } : options;
}
