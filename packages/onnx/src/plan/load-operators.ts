/** The operators that {@link loadOperators} loads. */
export type GraphOperators = typeof import('./operator-nodes.js');

/**
 * Loads what plans need for nodes that are not layers: operators of their own, sparse graphs and sparse initialisers. A
 * page whose nets are layers only does without.
 */
export function loadOperators(): Promise<GraphOperators> {
  return import('./operator-nodes.js');
}
