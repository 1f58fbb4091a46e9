import { type Activation, parseActivation } from '@reluctant/activations';
import { type FeedForward, flatParameters, parameterLayout } from '@reluctant/model';
import { type GoldenArray, goldenNumbers, readGolden } from '@reluctant/testing';
import type { ProgramSpec, TrainingState } from '../engine.js';
import type { LabelledRows } from '../labelled-rows.js';
import { defaultOptimiser } from '../train-options.js';

type Named = Readonly<Record<string, GoldenArray>>;

/** One trace of a golden training file. */
export interface GoldenTrace {
  readonly activation: string;
  readonly dtype: string;
  readonly n_steps: number;
  readonly losses: readonly number[];
  readonly first_step?: { readonly logits: GoldenArray; readonly gradients: Named; readonly parameters_after: Named };
  readonly final_parameters: Named;
  readonly final_adam: Readonly<Record<string, { readonly m: GoldenArray; readonly v: GoldenArray }>>;
}

interface GoldenTraining {
  readonly layer_widths: readonly number[];
  readonly initial_parameters: Named;
  readonly initial_gates: Readonly<Record<string, Named>>;
  readonly steps: readonly {
    readonly x: GoldenArray;
    readonly y: readonly number[];
    readonly masks: readonly string[];
    readonly gumbel_noise: readonly GoldenArray[];
  }[];
  readonly traces: readonly GoldenTrace[];
}

/** A golden file as the input of an engine. */
export interface TrainingCase {
  readonly trace: GoldenTrace;
  readonly spec: ProgramSpec<Float32Array>;
  readonly start: TrainingState;
  /** NaN for gates. */
  readonly share: number;
  /** For each step and hidden layer, as engines take injected noise. */
  readonly noise: readonly (readonly Float32Array[])[];
}

/** The cases of one golden file of trainings. */
export function goldenTrainings(url: URL, reads: 'element' | 'layer'): readonly TrainingCase[] {
  const file = readGolden<GoldenTraining>(url);
  const train = allRows(file);
  return file.traces.map((trace) => {
    const activation = parseActivation(trace.activation, trace.activation in file.initial_gates ? { reads } : {});
    const model = modelOf(file.layer_widths, activation);
    const { size } = parameterLayout(model);
    return {
      trace,
      spec: {
        model,
        batchSize: file.steps[0]?.y.length ?? 0,
        optimiser: defaultOptimiser,
        l1: 0,
        key: { seed: 0, run: 0 },
        train,
        sets: {},
      },
      start: {
        parameters: flatOf(model, { ...file.initial_parameters, ...file.initial_gates[trace.activation] }),
        m: new Float32Array(size),
        v: new Float32Array(size),
        step: 0,
      },
      share: activation.share === 'gate' ? Number.NaN : activation.share,
      noise: file.steps.map(({ masks, gumbel_noise }) =>
        activation.share === 'gate' ? gumbel_noise.map(differences) : masks.map(uniforms),
      ),
    };
  });
}

/** Named golden tensors as the flat vector of a model. */
export function flatOf(model: FeedForward, named: Named): Float32Array {
  const tensors = Object.entries(named).map(
    ([name, array]) => [name, { ...array, data: goldenNumbers(array) }] as const,
  );
  return flatParameters(model, new Map(tensors));
}

function modelOf([inputs = 0, ...widths]: readonly number[], activation: Activation): FeedForward {
  return { inputs, layers: widths.map((out) => ({ kind: 'dense', out })), activation };
}

function allRows({ steps }: GoldenTraining): LabelledRows {
  const labels = Int32Array.from(steps.flatMap(({ y }) => [...y]));
  const features = Float32Array.from(steps.flatMap(({ x }) => [...goldenNumbers(x)]));
  return { features, labels, rows: labels.length };
}

/** Uniforms that a share of 0.5 turns into the mask: 1 = ReLU. */
function uniforms(mask: string): Float32Array {
  return Float32Array.from(mask, (digit) => (digit === '1' ? 0.25 : 0.75));
}

/** n₀ − n₁ of noise [rows, units, 2]. */
function differences(noise: GoldenArray): Float32Array {
  const values = goldenNumbers(noise);
  return Float32Array.from({ length: values.length / 2 }, (_, i) => (values[2 * i] ?? 0) - (values[2 * i + 1] ?? 0));
}
