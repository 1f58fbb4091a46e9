import { bottleneckClassifier, type FeedForwardLayers, hiddenWidths } from '@reluctant/model';
import type { StudySettings } from './study-settings.js';

/** The two sizes of the data set that the post leaves open. */
export interface InformativeSizes {
  readonly n_informative: number;
  readonly n_redundant: number;
}

/**
 * n_informative = max(2, ⌊n_features / 2⌋) and n_redundant = min(2, n_features − n_informative − n_repeated) where they
 * are not set. These defaults are ours, as the post does not give them (scikit-learn's are 2 and 2).
 */
export function resolveSizes(
  settings: Pick<StudySettings, 'n_features' | 'n_informative' | 'n_redundant' | 'n_repeated'>,
): InformativeSizes {
  const { n_features, n_repeated } = settings;
  const n_informative = settings.n_informative ?? Math.max(2, Math.floor(n_features / 2));
  const n_redundant = settings.n_redundant ?? Math.max(0, Math.min(2, n_features - n_informative - n_repeated));
  return { n_informative, n_redundant };
}

/** The net of the settings, and its width: `bottleneck` as set, or the net's default. */
export function resolveModel(settings: Pick<StudySettings, 'n_features' | 'n_layers' | 'n_classes' | 'bottleneck'>): {
  readonly model: FeedForwardLayers;
  readonly bottleneck: number;
} {
  const { n_features, n_layers, n_classes, bottleneck } = settings;
  const model = bottleneckClassifier({
    nFeatures: n_features,
    nLayers: n_layers,
    nClasses: n_classes,
    ...(bottleneck !== undefined && { bottleneck }),
  });
  return { model, bottleneck: hiddenWidths(model)[0] ?? n_features };
}
