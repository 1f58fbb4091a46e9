import { engineOf } from '@reluctant/study';
import { defaultOptimiser, type EvaluationResult, loadEngine } from '@reluctant/trainer';
import type { TrainedModel } from '../directory/trained-model.js';
import { expectedModel } from './expected-model.js';

/**
 * Outputs of the training engine on the test rows, the reference for exported files. Of a model that samples, the
 * expected value.
 */
export async function predictWithTrainer(
  { checkpoint, config, strategy, share, domainAll, test }: TrainedModel,
  notice?: (sentence: string) => void,
): Promise<EvaluationResult & { readonly engine: string }> {
  const { model, parameters } = expectedModel(checkpoint);
  const { engine } = await loadEngine(engineOf(config, strategy), { ...(notice && { notice }) });
  const program = await engine.compile({
    model,
    batchSize: config.batch_size,
    optimiser: defaultOptimiser,
    l1: 0,
    key: { seed: config.seed, run: Number(checkpoint.metadata.run ?? 0) },
    train: test,
    sets: { validation: test },
  });
  try {
    const { length } = parameters;
    // An evaluation reads no optimiser state.
    program.writeState({ parameters, m: new Float32Array(length), v: new Float32Array(length), step: checkpoint.step });
    const result = await program.evaluate({ set: 'validation', share, domainAll, firstStep: 0 });
    return { ...result, logits: result.logits.slice(), engine: `${engine.name} (${engine.build})` };
  } finally {
    program.dispose();
  }
}
