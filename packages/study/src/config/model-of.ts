import { bottleneckClassifier, type FeedForward } from '@reluctant/model';
import type { Strategy } from '@reluctant/trainer';
import type { StudySettings } from './study-settings.js';

/** The net of a strategy. */
export function modelOf(
  strategy: Pick<Strategy, 'usage'>,
  settings: Pick<StudySettings, 'n_features' | 'n_layers' | 'n_classes' | 'bottleneck'>,
): FeedForward {
  return bottleneckClassifier({
    nFeatures: settings.n_features,
    nLayers: settings.n_layers,
    nClasses: settings.n_classes,
    bottleneck: settings.bottleneck,
    activation: strategy.usage,
  });
}
