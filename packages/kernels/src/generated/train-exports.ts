// Made by scripts/build.mjs from assembly/: do not edit.

/** What an instance of the module exports. */
export interface Exports {
  heapBase(): number;
  programBytes(): number;
  layerBytes(): number;
  allFinite(values: number, count: number): number;
  approximate(which: number, values: number, count: number): void;
  philox(out: number, counter0: number, counter1: number, counter2: number, counter3: number, key0: number, key1: number): void;
  gradients(program: number, features: number, labels: number, rows: number, share: number, domainAll: boolean, step: number): number;
  trainEpoch(program: number, rows: number, count: number, shares: number, domainAll: number, stepSizes: number, inverseRoots: number, gateStepSizes: number, gateInverseRoots: number, losses: number, firstStep: number): number;
  clearResults(program: number, shares: boolean): void;
  evaluate(program: number, features: number, labels: number, first: number, count: number, share: number, domainAll: boolean, firstStep: number, logits: number): void;
  order(program: number, out: number, n: number, epoch: number): void;
  padRows(address: number, rows: number, from: number, to: number): void;
  shareQuantiles(program: number, levels: number, count: number, out: number): void;
}
