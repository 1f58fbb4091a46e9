import type { FeedForward } from '@reluctant/model';
import type { Engine } from './engine.js';

/** Which engine is asked for; `auto` takes the fixed table of {@link decideEngine}. */
export type RequestedEngine = 'auto' | 'tfjs';

/** An engine that was decided on, by name. */
export interface EngineDecision {
  readonly engine: 'tfjs';
  /** Why, in a plain sentence. */
  readonly reason: string;
}

/** What {@link chooseEngine} needs. */
export interface EngineChoiceOptions {
  /** Default `auto`. */
  readonly requested?: RequestedEngine;
  readonly model: FeedForward;
  /** Threads of the native TensorFlow.js backend; say 1 in a worker. */
  readonly threads?: number;
  /** Told, one sentence each, what did not go as asked or expected. */
  readonly notice?: (sentence: string) => void;
}

/** An engine, loaded, and why it was taken. */
export interface ChosenEngine {
  readonly engine: Engine;
  readonly reason: string;
}

/** Decides by a fixed table, never by a timing, so that a study takes the same engine everywhere. */
export function decideEngine(requested: RequestedEngine, _model: FeedForward): EngineDecision {
  return { engine: 'tfjs', reason: requested === 'tfjs' ? 'the tfjs engine was asked for' : 'tfjs is the only engine' };
}

/** Decides on an engine and loads it; what is not taken is not loaded. */
export async function chooseEngine(options: EngineChoiceOptions): Promise<ChosenEngine> {
  const { requested = 'auto', model, ...rest } = options;
  const { reason } = decideEngine(requested, model);
  const { tfjsEngine } = await import('./tfjs/index.js');
  return { engine: await tfjsEngine(rest), reason };
}
