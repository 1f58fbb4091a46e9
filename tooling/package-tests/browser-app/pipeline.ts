import { createDataset, makeClassification, takeRows, trainTestSplit } from '@reluctant/data';
import { bottleneckClassifier } from '@reluctant/model';
import { exportOnnx } from '@reluctant/onnx';
import { metricChart, renderSvg } from '@reluctant/plotting';
import { SparseSession } from '@reluctant/sparse';
import { type Engine, labelledRows, parseStrategy, train } from '@reluctant/trainer';

/** What a program does with these packages, from data to a chart, as plain data with every bit of the results. */
export interface PipelineResults {
  /** One row for each epoch. */
  readonly rows: readonly object[];
  readonly evaluation: object;
  /** SHA-256 of the ONNX file. */
  readonly file: string;
  readonly answers: readonly number[];
  readonly svg: string;
}

/** Trains a net, evaluates it, exports it, answers rows and draws the losses. */
export async function pipeline(engine?: Engine): Promise<PipelineResults> {
  const data = createDataset(makeClassification({ nSamples: 400, nFeatures: 12, nInformative: 6, randomState: 42 }));
  const parts = trainTestSplit(data.nSamples, { testSize: 0.25, randomState: 42 });
  const unseen = takeRows(data, parts.test);
  using training = train({
    model: bottleneckClassifier({ nFeatures: 12, nLayers: 2, nClasses: 2, bottleneck: 24 }),
    strategy: parseStrategy('switch:from=gumbel_stoch,to=relu,tail=0.4'),
    train: labelledRows(takeRows(data, parts.train)),
    validation: labelledRows(unseen),
    epochs: 5,
    ...(engine && { engine }),
  });
  const rows = [];
  for await (const { wall_ms: _, ...row } of training) rows.push(row);
  const evaluation = await training.evaluate({ test: 'relu' });
  const file = exportOnnx(await training.checkpoint());
  await using session = await SparseSession.create(file, { onnxRuntime: false });
  const { logits } = await session.run({
    features: { type: 'float32', data: unseen.features, dims: [unseen.nSamples, 12] },
  });
  return {
    rows,
    evaluation,
    file: await sha256(file),
    answers: [...((logits?.data ?? []) as Float32Array)],
    svg: await renderSvg(metricChart(rows, { metric: 'val_loss' })),
  };
}

async function sha256(bytes: Uint8Array): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', Uint8Array.from(bytes));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
