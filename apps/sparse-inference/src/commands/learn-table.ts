import type { EpochRow } from '@reluctant/metrics';
import { parseStrategy, type Strategy } from '@reluctant/trainer';
import { answerBaselines } from '../evaluation/baselines.js';
import { type Multiplications, multiplicationsOf } from '../evaluation/multiplications.js';
import { type ModelScores, scoreModels } from '../evaluation/score-models.js';
import { answerRows } from '../learning/answer-rows.js';
import { countZeros } from '../learning/count-zeros.js';
import { defaultHyperparameters, type Hyperparameters, widthsOf } from '../learning/hyperparameters.js';
import { type TrainedNet, type TrainingRules, trainNet } from '../learning/train-net.js';
import { EpochNotes } from '../report/epoch-notes.js';
import { trialNote } from '../report/trial-note.js';
import type { FixedHyperparameters } from '../search/draw-hyperparameters.js';
import { type SearchLimit, type SearchSettings, timeLimit, trialLimit } from '../search/search-limit.js';
import { searchNets } from '../search/search-nets.js';
import type { Trial } from '../search/trial.js';
import { outputsOf, type PreparedTable } from '../table/prepared-table.js';

/** What is trained on a table, and how. */
export interface TableLesson {
  readonly prepared: PreparedTable;
  readonly strategy: Strategy;
  readonly rules: TrainingRules;
  readonly fixed: FixedHyperparameters;
  /** Null: one net with the defaults. */
  readonly search: SearchSettings | null;
}

/** A model of a table with everything that was measured. */
export interface LearnedTable {
  readonly net: TrainedNet;
  readonly hyperparameters: Hyperparameters;
  /** Length of the training of the net. */
  readonly epochs: number;
  readonly widths: readonly number[];
  /** Null without a search. */
  readonly search: {
    readonly trials: readonly Trial[];
    readonly seconds: number;
    readonly best: number;
    readonly chosen: number;
  } | null;
  /** Of the control: the same net with SiLU throughout. */
  readonly control: readonly EpochRow[];
  /** The model first, then the control and the baselines. */
  readonly scores: ModelScores;
  /** On the test rows, of each hidden layer. */
  readonly zeros: readonly number[];
  readonly multiplications: Multiplications;
}

/** The names of the first two models of the scores. */
export const modelNames = { model: 'this model', control: 'the same with SiLU' } as const;

/**
 * Trains the model of a table, with a search or without; the same net with SiLU throughout and without L1, whose only
 * purpose are zeros, as control; and the baselines. Then scores all of them on the test rows.
 */
export async function learnTable(lesson: TableLesson, note: (sentence: string) => void): Promise<LearnedTable> {
  const { prepared, rules } = lesson;
  const { search, ...found } = await findNet(lesson, note);
  const { net, hyperparameters, epochs } = found;
  note('training the same net with SiLU, and the baselines');
  const own = { ...rules, epochs };
  const control = await trainNet(prepared, parseStrategy('silu'), { ...hyperparameters, l1: 0 }, own);
  const baselines = answerBaselines(prepared, rules.classWeights);
  const answersOf = (trained: TrainedNet) => answerRows(prepared, 'test', trained.checkpoint, rules.engine);
  const scores = scoreModels(
    prepared,
    [
      { name: modelNames.model, answers: await answersOf(net) },
      { name: modelNames.control, answers: await answersOf(control) },
      ...baselines,
    ],
    rules.seed,
  );
  const widths = widthsOf(hyperparameters, prepared.inputs, outputsOf(prepared));
  const zeros = await countZeros(prepared, net.checkpoint, rules.engine);
  const multiplications = multiplicationsOf(widths, zeros);
  return { ...{ net, hyperparameters, epochs, widths, search, scores, zeros, multiplications }, control: control.rows };
}

type FoundNet = Pick<LearnedTable, 'net' | 'hyperparameters' | 'epochs' | 'search'>;

async function findNet(lesson: TableLesson, note: (sentence: string) => void): Promise<FoundNet> {
  const { prepared, strategy, rules, fixed } = lesson;
  if (lesson.search === null) {
    const hyperparameters = { ...defaultHyperparameters, ...fixed };
    const notes = new EpochNotes(rules.epochs, note);
    const net = await trainNet(prepared, strategy, hyperparameters, rules, { onEpoch: (row) => notes.tell(row) });
    return { net, hyperparameters, epochs: rules.epochs, search: null };
  }
  const began = performance.now();
  const limit: SearchLimit =
    'trials' in lesson.search ? trialLimit(lesson.search.trials) : timeLimit(lesson.search.budget);
  const epochs = 'trials' in lesson.search ? rules.epochs : await affordableEpochs(lesson, lesson.search.budget);
  if (epochs < rules.epochs) note(`the longest training has ${epochs} epochs, so that several fit into the time`);
  const { trials, chosen, best } = await searchNets({
    ...{
      prepared,
      strategy,
      fixed,
      limit,
      choose: lesson.search.choose,
      seed: rules.seed,
      defaults: defaultHyperparameters,
    },
    rules: { ...rules, epochs },
    onTrial: (trial, left) => note(trialNote(trial, prepared.task, left)),
  });
  const seconds = (performance.now() - began) / 1000;
  return {
    net: chosen.net,
    hyperparameters: chosen.trial.hyperparameters,
    epochs: chosen.trial.epochs,
    search: { trials, seconds, best: best.trial.trial, chosen: chosen.trial.trial },
  };
}

/**
 * Trainings of full length that are to fit into the time of a search: about two brackets, as a bracket takes as long as
 * three.
 */
const longTrainings = 6;

/**
 * The epochs of the longest training, so that brackets fit into the time: measured by an epoch of the net with the
 * defaults.
 */
async function affordableEpochs({ prepared, strategy, rules, fixed }: TableLesson, budget: number): Promise<number> {
  const { seconds } = await trainNet(
    prepared,
    strategy,
    { ...defaultHyperparameters, ...fixed },
    { ...rules, epochs: 1 },
  );
  const affordable = Math.floor(budget / 1000 / (longTrainings * seconds));
  return Math.max(1, Math.min(rules.epochs, affordable));
}
