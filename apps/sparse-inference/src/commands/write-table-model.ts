import { join, relative } from 'node:path';
import { describe, ReluctantError } from '@reluctant/errors';
import { encodeCheckpoint } from '@reluctant/model';
import { exportTableOnnx } from '@reluctant/onnx';
import { saveCharts } from '@reluctant/plotting/node';
import { classNames } from '@reluctant/preprocessing';
import { writeJson, writeWhole } from '@reluctant/runner';
import { studyCharts } from '@reluctant/study-charts';
import { rowLatency } from '../bench/row-latency.js';
import { modelCard } from '../card/model-card.js';
import { fileIn } from '../directory/files.js';
import type { TableTraining } from '../directory/table-training.js';
import { checkedTraining, writeTableTraining } from '../directory/table-training-file.js';
import { learnedFrom } from '../inference/checkpoint-model.js';
import type { drawingOf } from '../output/drawing.js';
import { tradeOff } from '../search/trade-off.js';
import { rowObjects } from '../table/row-objects.js';
import type { LearnedTable } from './learn-table.js';
import { endsOnRelu, type ResolvedTable } from './resolve-table.js';

type Drawing = ReturnType<typeof drawingOf>;

/** Different rows of a measurement of latency. */
const measuredRows = 256;

/**
 * Writes the files of a model of a table; `training.json`, which holds the checksums of the others, is the last one.
 *
 * @param seconds - wall time of everything that was trained
 * @param drawing - how the pictures are drawn
 */
export async function writeTableModel(
  out: string,
  resolved: ResolvedTable,
  learned: LearnedTable,
  { seconds, drawing }: { readonly seconds: number; readonly drawing: Drawing },
): Promise<TableTraining> {
  const { lesson, config } = resolved;
  const { prepared } = lesson;
  const { net, search } = learned;
  writeJson(fileIn(out, 'config'), config);
  if (search !== null) {
    const { trials, best, chosen } = search;
    writeJson(fileIn(out, 'trials'), { version: 1, best, chosen, trials });
  }
  const texts = { preprocessor: JSON.stringify(prepared.preprocessor), target: JSON.stringify(prepared.target) };
  const checkpoint = { ...net.checkpoint, metadata: { ...net.checkpoint.metadata, ...texts } };
  writeWhole(fileIn(out, 'checkpoint'), encodeCheckpoint(checkpoint));
  // As `export` reads it from the file, so that it writes the same bytes again.
  writeWhole(fileIn(out, 'dense'), exportTableOnnx(checkpoint, learnedFrom(checkpoint)));
  const { preprocessor } = prepared;
  const columns = new Set(preprocessor.columns.map(({ name }) => name));
  const latency = await rowLatency(fileIn(out, 'dense'), rowObjects(prepared.testTable, columns, measuredRows));
  const pictures = await draw(out, resolved, learned, drawing);
  const training = checkedTraining(out, { ...resultsOf(resolved, learned), seconds, latency });
  writeWhole(fileIn(out, 'card'), modelCard(training, preprocessor, pictures));
  writeTableTraining(out, training);
  return training;
}

/**
 * Draws the training of the model and of its control, and the nets of a search. @returns the PNGs, relative to the
 * directory
 */
async function draw(
  out: string,
  { lesson }: ResolvedTable,
  learned: LearnedTable,
  drawing: Drawing,
): Promise<readonly string[]> {
  const { net, control, search } = learned;
  try {
    const charts = [...studyCharts({ rows: [...net.rows, ...control] })];
    if (search !== null) charts.push(['zeros_quality', tradeOff(search.trials, search.chosen, lesson.prepared.task)]);
    const files = await saveCharts(join(out, 'plots'), charts, { ...drawing, csv: true });
    return files.filter((path) => path.endsWith('.png')).map((path) => relative(out, path));
  } catch (error) {
    const message = `cannot draw the pictures in ${join(out, 'plots')}: ${describe(error)}`;
    throw new ReluctantError('input-output', message, { cause: error });
  }
}

type Results = Omit<TableTraining, 'kind' | 'version' | 'files' | 'seconds' | 'latency'>;

function resultsOf({ table, lesson, config }: ResolvedTable, learned: LearnedTable): Results {
  const { prepared, strategy, rules } = lesson;
  const { net, search, scores, zeros } = learned;
  const { train, validation, test } = prepared.sets;
  return {
    data: {
      ...{ source: table.source, is_query: table.isQuery, rows: table.table.rows, columns: table.table.columns.length },
      ...{ fingerprint: table.fingerprint, rows_without_target: prepared.rowsWithoutTarget },
      used: prepared.preprocessor.columns.map(({ name }) => name),
      dropped: prepared.preprocessor.dropped.map(({ name, why }) => ({ name, why })),
      features: prepared.inputs,
    },
    ...{ task: prepared.task, target: prepared.target.name },
    classes: prepared.task === 'classification' ? [...classNames(prepared.target)] : [],
    split: { train: train.rows, validation: validation.rows, test: test.rows },
    ...{ strategy: strategy.name, ends_on_relu: endsOnRelu(strategy), hyperparameters: learned.hyperparameters },
    ...{ widths: [...learned.widths], parameters: net.checkpoint.parameters.length, epochs: learned.epochs },
    ...{ best_epoch: net.best.epoch, engine: `${rules.engine.name} (${rules.engine.build})` },
    search: search && {
      ...{
        trials: search.trials.length,
        seconds: search.seconds,
        best_trial: search.best,
        chosen_trial: search.chosen,
      },
    },
    zeros: zeros.reduce((sum, own) => sum + own, 0) / Math.max(1, zeros.length),
    zeros_layers: [...zeros],
    multiplications: learned.multiplications,
    models: scores.models.map(({ name, scores: own, confusion }) => ({
      ...{ name, scores: Object.fromEntries(Object.entries(own)) },
      ...(confusion && { confusion: confusion.map((row) => [...row]) }),
    })),
    difference: scores.difference,
    rows: [...net.rows],
    class_weight: config.class_weight,
  };
}
