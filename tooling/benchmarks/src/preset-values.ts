import type { MethodUncertainty, QuantitySummary, StrategySummary, StudySummary } from '@reluctant/study';
import type { PresetResult } from './preset-result.js';
import { readResult } from './result-file.js';

/** A mean with this many decimals and a typographic minus sign. */
function mean(quantity: QuantitySummary | undefined, digits: number, scale = 1): string | undefined {
  const value = quantity?.mean;
  if (value === undefined || value === null) return undefined;
  const text = Math.abs(scale * value).toFixed(digits);
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
}

/** The study of a preset, by its name, with the part after an @ where it has several: `overfit@bottleneck = 4`. */
export function storedStudy(address: string): StudySummary | undefined {
  const [name = '', label] = address.split('@');
  const { parts } = readResult<PresetResult>(`preset-${name}`);
  return parts.find((part) => label === undefined || part.label === label)?.summary;
}

/** `loss@relu`, `accuracy@same`, `zeros@silu`: the final weights under one activation. */
function testValue(strategy: StrategySummary, quantity: string, test: string): string | undefined {
  const row = strategy.tests.find((one) => one.test === test);
  switch (quantity) {
    case 'loss':
      return mean(row?.loss, 3);
    case 'accuracy':
      return mean(row?.accuracy, 3);
    case 'zeros':
      return mean(row?.sparsity, 0, 100);
    default:
      return undefined;
  }
}

function strategyValue(summary: StudySummary, strategy: StrategySummary, quantity: string): string | undefined {
  const [name = '', test] = quantity.split('@');
  if (test !== undefined) return testValue(strategy, name, test);
  const { last } = strategy;
  switch (name) {
    case 'val_loss':
    case 'train_loss':
    case 'val_accuracy':
      return mean(last[name], 3);
    case 'zeros':
      return mean(last.sparsity, 0, 100);
    case 'gate':
      return mean(last.gate, 2);
    case 'dead':
      return String(strategy.dead_runs);
    case 'verdict':
      return summary.comparisons?.comparisons.find((one) => one.strategy === strategy.name)?.verdict;
    default:
      return undefined;
  }
}

function methodValue(method: MethodUncertainty, quantity: string): string | undefined {
  const far = method.shifted.at(-1);
  switch (quantity) {
    case 'nll':
    case 'ece':
      return mean(method[quantity], 3);
    case 'shift_auroc':
      return mean(far?.shift_auroc, 2);
    case 'disagreement_auroc':
      return mean(far?.shift_auroc_mutual_information, 2);
    default:
      return undefined;
  }
}

/** The figure at `<preset>[@part]/<strategy or method>/<quantity>`; undefined if there is none. */
export function presetFigure([study = '', name = '', quantity = '']: readonly string[]): string | undefined {
  const summary = storedStudy(study);
  const strategy = summary?.strategies.find((one) => one.name === name);
  const own = summary && strategy && strategyValue(summary, strategy, quantity);
  if (own !== undefined) return own;
  const method = summary?.uncertainty?.methods.find((one) => one.name === name);
  return method && methodValue(method, quantity);
}
