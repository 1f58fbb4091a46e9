import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createActivation, referenceActivation } from '@reluctant/activations';
import { applyActivation, stochastify } from '@reluctant/activations/tfjs';
import { batches, createDataset, makeClassification, trainTestSplit } from '@reluctant/data';
import { ReluctantError } from '@reluctant/errors';
import { createSparseProgram, measureReadBandwidth } from '@reluctant/kernels/sparse';
import { compareRuns, predictiveUncertainty } from '@reluctant/metrics';
import { bottleneckClassifier, decodeSafetensors, forwardReference, fromStateDict } from '@reluctant/model';
import { loadStateDict, toLayersModel } from '@reluctant/model/tfjs';
import { exportMlp, exportOnnx, importOnnx } from '@reluctant/onnx';
import {
  curveCharts,
  forestPlot,
  gateChart,
  heatMap,
  lineChart,
  metricChart,
  metricSmallMultiples,
  reliabilityDiagram,
  trainTestHeatMap,
} from '@reluctant/plotting';
import { renderPng, saveChart, saveCharts, saveStudyPlots } from '@reluctant/plotting/node';
import {
  createTable,
  describeTable,
  fitPreprocessor,
  fitTarget,
  tableOfRows,
  transform,
} from '@reluctant/preprocessing';
import { RandomState, RandomStream } from '@reluctant/random';
import { runPlan, runStudy } from '@reluctant/runner';
import { SparseSession } from '@reluctant/sparse';
import { makeStudyData, parseStudySettings, planStudies, resolveStudy } from '@reluctant/study';
import { readQuery, readTable } from '@reluctant/tables';
import {
  chooseEngine,
  parseLearningRateSchedule,
  parseStrategy,
  Training,
  train,
  wasmEngine,
} from '@reluctant/trainer';
import { tfjsEngine } from '@reluctant/trainer/tfjs';
import { describe, expect, it } from 'vitest';
import { packageFolder } from './packed-package.js';

/** A call that TypeScript would refuse, as written in JavaScript or with options from a file. */
type Call = (...values: readonly unknown[]) => unknown;
const call = (callee: unknown, ...values: readonly unknown[]): unknown => (callee as Call)(...values);

const usage = { use: 'sample', domain: 'all', positive: 'silu', granularity: 'element' };
const model = { inputs: 2, layers: [{ kind: 'dense', out: 2 }], activation: usage };
const weight = Float32Array.of(1, 2, 3, 4);
const mlp = {
  ...{ inputName: 'x', outputName: 'y', metadata: {} },
  layers: [{ kind: 'dense', activation: 'relu', linear: { inputs: 2, outputs: 2, weight } }],
};
const rows = { features: weight, labels: Int32Array.of(0, 1), rows: 2 };
const training = {
  ...{ engine: { name: 'none', build: 'none', compile: () => undefined }, strategy: parseStrategy('relu'), model },
  ...{ key: { seed: 0, run: 0 }, train: rows, validation: rows, epochs: 1 },
};
const table = createTable({ x: [1, 2, 3, 4], y: [0, 1, 0, 1] });
const texts = { title: 't', xTitle: 'x', yTitle: 'y', valueTitle: 'v' };

const misspelt: Readonly<Record<string, readonly [badOption: string, goodOption: string, call: () => unknown]>> = {
  trainTestSplit: ['test_size', 'testSize', () => call(trainTestSplit, 100, { test_size: 0.2 })],
  makeClassification: ['n_samples', 'nSamples', () => call(makeClassification, { n_samples: 1000 })],
  createDataset: ['nSample', 'nSamples', () => call(createDataset, { x: [], y: [], nSample: 3, nFeatures: 1 })],
  batches: ['batch_size', 'batchSize', () => [...(call(batches, 4, { batch_size: 2 }) as Iterable<unknown>)]],
  'RandomState.choice': ['replac', 'replace', () => call(choose, { replac: false })],
  'RandomStream.uniform': ['unit', 'units', () => call(draw, { step: 0, rows: 1, unit: 1 })],
  createActivation: ['shre', 'share', () => call(createActivation, 'stoch', { shre: 1 })],
  referenceActivation: ['shar', 'share', () => call(referenceActivation, {}, usage, { shar: 1 })],
  applyActivation: ['domain_all', 'domainAll', () => call(applyActivation, {}, usage, { share: 1, domain_all: true })],
  stochastify: ['activaton', 'activation', () => call(stochastify, {}, { activaton: 'stoch' })],
  createTable: ['sources', 'source', () => call(createTable, {}, { sources: 'a.csv' })],
  tableOfRows: ['sorce', 'source', () => call(tableOfRows, [], [], { sorce: 'a.csv' })],
  describeTable: ['targets', 'target', () => call(describeTable, table, { targets: 'y' })],
  fitPreprocessor: ['min_frequency', 'minFrequency', () => call(fitPreprocessor, table, { min_frequency: 2 })],
  transform: ['int', 'into', () => call(transform, fitPreprocessor(table), table, { int: [] })],
  fitTarget: ['tsk', 'task', () => call(fitTarget, table, 'y', { tsk: 'regression' })],
  readTable: ['delimeter', 'delimiter', () => call(readTable, 'nowhere.csv', { delimeter: ';' })],
  readQuery: ['column', 'columns', () => call(readQuery, 'select 1 as a', { column: ['a'] })],
  createSparseProgram: ['thread', 'threads', () => call(createSparseProgram, [], { thread: 1 })],
  measureReadBandwidth: ['byte', 'bytes', () => call(measureReadBandwidth, { byte: 1 })],
  compareRuns: ['margn', 'margin', () => call(compareRuns, [1], [1], { margn: 0.1 })],
  predictiveUncertainty: ['class', 'classes', () => call(predictiveUncertainty, [1], { passes: 1, class: 1 })],
  bottleneckClassifier: ['n_layers', 'nLayers', () => call(bottleneckClassifier, { n_layers: 2 })],
  forwardReference: ['nois', 'noise', () => call(forwardReference, model, weight, [], { share: 1, nois: [] })],
  decodeSafetensors: ['halfs', 'halves', () => call(decodeSafetensors, new Uint8Array(), { halfs: 'raw' })],
  fromStateDict: ['module', 'modules', () => call(fromStateDict, new Map(), { module: [] })],
  loadStateDict: ['module', 'modules', () => call(loadStateDict, {}, new Map(), { module: [] })],
  toLayersModel: ['sed', 'seed', () => call(toLayersModel, model, weight, { sed: 1 })],
  exportMlp: ['opsets', 'opset', () => call(exportMlp, mlp, { opsets: 17 })],
  exportOnnx: ['class_names', 'classNames', () => call(exportOnnx, { model, parameters: weight }, { class_names: [] })],
  importOnnx: ['maxByte', 'maxBytes', () => call(importOnnx, new Uint8Array(), { maxByte: 1 })],
  metricChart: ['metrics', 'metric', () => call(metricChart, [], { metrics: 'loss' })],
  metricSmallMultiples: ['column', 'columns', () => call(metricSmallMultiples, [], { metric: 'val_loss', column: 1 })],
  gateChart: ['quantile', 'quantiles', () => call(gateChart, [], 'stoch', { quantile: true })],
  heatMap: ['value_title', 'valueTitle', () => call(heatMap, [], { ...texts, value_title: 'v' })],
  trainTestHeatMap: ['formt', 'format', () => call(trainTestHeatMap, [], { valueTitle: 'v', formt: '.1f' })],
  lineChart: ['strategie', 'strategies', () => call(lineChart, [], { title: 't', x: {}, y: {}, strategie: [] })],
  curveCharts: ['quantile', 'quantiles', () => call(curveCharts, [], { quantile: true })],
  'an axis of lineChart': ['scal', 'scale', () => call(lineChart, [], { title: 't', x: { scal: 'log' }, y: {} })],
  forestPlot: ['margn', 'margin', () => call(forestPlot, [], { title: 't', xTitle: 'x', margn: 1 })],
  reliabilityDiagram: ['titel', 'title', () => call(reliabilityDiagram, [], { titel: 't' })],
  renderPng: ['scal', 'scale', () => call(renderPng, '<svg/>', { scal: 2 })],
  saveChart: ['pngs', 'png', () => call(saveChart, 'nowhere', {}, { pngs: false })],
  saveCharts: ['font', 'fonts', () => call(saveCharts, 'nowhere', [], { font: [] })],
  saveStudyPlots: ['quantile', 'quantiles', () => call(saveStudyPlots, 'nowhere', [], { quantile: true })],
  'SparseSession.create': ['thread', 'threads', () => call(SparseSession.create, new Uint8Array(), { thread: 1 })],
  train: ['epoch', 'epochs', () => call(train, { ...training, epoch: 1 })],
  'the optimiser of train': ['beta_1', 'beta1', () => call(train, { ...training, optimiser: { beta_1: 0.9 } })],
  'Training.evaluate': ['pass', 'passes', () => call(evaluate, { pass: 3 })],
  chooseEngine: ['request', 'requested', () => call(chooseEngine, { model, request: 'wasm' })],
  wasmEngine: ['biuld', 'build', () => call(wasmEngine, { biuld: 'simd' })],
  tfjsEngine: ['backnd', 'backend', () => call(tfjsEngine, { backnd: 'cpu' })],
  parseStrategy: ['tial', 'tail', () => call(parseStrategy, { name: 'switch', tial: 0.1 })],
  parseStudySettings: ['preset', 'presets', () => call(parseStudySettings, {}, { preset: {} })],
  'the settings of parseStudySettings': ['n_run', 'n_runs', () => call(parseStudySettings, { n_run: 3 })],
  resolveStudy: ['bse', 'base', () => call(resolveStudy, parseStudySettings({}), { bse: 'file:///' })],
  planStudies: ['grids', 'grid', () => call(planStudies, {}, { grids: [] })],
  makeStudyData: ['mad', 'made', () => call(makeStudyData, {}, { mad: [] })],
  runStudy: [
    'resum',
    'resume',
    () => call(runStudy, { settings: parseStudySettings({}), out: 'nowhere', resum: true }),
  ],
  runPlan: ['ou', 'out', () => call(runPlan, { plan: planStudies({}), ou: 'nowhere' })],
  parseLearningRateSchedule: ['warmpu', 'warmup', () => call(parseLearningRateSchedule, 'cosine:warmpu=0.1')],
};

function choose(options: unknown): unknown {
  return new RandomState(0).choice(3, 2, options as never);
}

function draw(options: unknown): unknown {
  return new RandomStream({ seed: 0, run: 0 }, 'train').uniform(options as never);
}

function evaluate(options: unknown): unknown {
  return new Training(training as never).evaluate(options as never);
}

describe('an unknown option is refused with the nearest name', () => {
  it.each(Object.entries(misspelt))('%s', async (_, [bad, good, attempt]) => {
    const error = await Promise.resolve()
      .then(attempt)
      .catch((thrown: unknown) => thrown);
    expect(ReluctantError.isInstance(error) && error.code).toBe('unknown-option');
    expect(String(error)).toContain(`there is no option '${bad}'; did you mean '${good}'?`);
    expect(error).toMatchObject({ kind: 'usage', path: [bad] });
  });
});

/** Packages whose every error is a ReluctantError; `kernels/generated` holds no code of ours. */
const packages = [
  ...[
    'activations',
    'command-line',
    'data',
    'errors',
    'kernels',
    'metrics',
    'model',
    'onnx',
    'plotting',
    'preprocessing',
    'random',
  ],
  ...['presets', 'runner', 'sparse', 'study', 'study-charts', 'tables', 'trainer'],
];

/** The sources of a package that run in production. */
function sourcesOf(name: string): readonly (readonly [file: string, text: string])[] {
  const folder = join(packageFolder(name), 'src');
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.ts$/.test(file) && !/\.test\.ts$|test-support|testing\/|generated\//.test(file))
    .map((file) => [join(name, 'src', file), readFileSync(join(folder, file), 'utf8')]);
}

describe('every package', () => {
  it.each(packages)('%s: throws only errors of @reluctant/errors', (name) => {
    const others = sourcesOf(name).filter(([, text]) => /new (Type|Range|Syntax|Eval)?Error\(/.test(text));
    expect(others.map(([file]) => file)).toEqual([]);
  });

  it.each(packages)('%s: its own codes begin with its name', (name) => {
    const codes = sourcesOf(name).flatMap(
      ([, text]) => text.match(/(?<=ReluctantError\(\s*')[\w-]+\/[\w-]+(?=')/g) ?? [],
    );
    expect(codes.filter((code) => !code.startsWith(`${name}/`))).toEqual([]);
  });
});
