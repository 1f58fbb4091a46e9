import type { MlpGraph } from '@reluctant/onnx';

/** A net with its sets of inputs. */
export interface BenchmarkCase {
  readonly graph: MlpGraph;
  readonly inputs: readonly Float32Array[];
  readonly inputTitles: readonly string[];
}
