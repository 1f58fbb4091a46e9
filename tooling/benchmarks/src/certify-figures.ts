import { type Chart, lineChart } from '@reluctant/plotting';
import type { CertifyCandidatesResult } from './certify/candidates-result.js';
import type { CertifyFuzzResult } from './certify/fuzz-result.js';
import { markdownTable } from './figure-blocks.js';

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
const count = (value: number): string => Math.round(value).toLocaleString('en-US');

/** The picture of docs/certified-skipping.md: rows of weights that are read against active units. */
export function certifyChart({ points, inputs }: CertifyCandidatesResult): Chart {
  const ends = [0, 50];
  return lineChart(
    points.map(({ kind, active, candidates }) => ({ series: kind, x: 100 * active, y: 100 * candidates })),
    {
      title: 'Float32 rows that a certified layer reads',
      subtitle: `${inputs} inputs; without a screen all rows are read, and no method can read fewer than the active ones`,
      x: { title: 'active units (%)', zero: true },
      y: { title: 'rows of weights read (%)', zero: true },
      seriesTitle: 'weights and inputs',
      references: [{ name: 'active units', points: ends.map((x) => ({ x, y: x })) }],
    },
  );
}

/** The same in numbers. */
export function renderCertifyCandidates({
  points,
  machine,
  command,
  inputs,
  outputs,
  rows,
}: CertifyCandidatesResult): string {
  const kinds = [...new Set(points.map(({ kind }) => kind))];
  const places = points.filter(({ kind }) => kind === kinds[0]).map((_, place) => place);
  const table = markdownTable(
    kinds.flatMap((kind) => [`${kind}: active`, 'candidates']),
    places.map((place) =>
      kinds.flatMap((kind) => {
        const point = points.filter((each) => each.kind === kind)[place];
        return point === undefined ? ['–', '–'] : [percent(point.active), percent(point.candidates)];
      }),
    ),
  );
  return `${table}\n\nOne layer ${inputs} → ${outputs}, ${rows} rows; *in 64 directions*: constructed so that the variance of inputs and of weights lies mostly in 64 directions that both share, as it tends to after training, whose gradients are multiples of inputs. \`${command}\`, commit ${machine.commit}`;
}

/** Candidates of trained nets. */
export function renderCertifyTrained({ trained, machine, command }: CertifyCandidatesResult): string {
  const table = markdownTable(
    ['training', 'net', 'weights of the first layer', 'active', 'candidates'],
    trained.map(({ training, net, weights, active, candidates }) => [
      training,
      net,
      count(weights),
      percent(active),
      candidates === undefined ? 'no screen: too small' : percent(candidates),
    ]),
  );
  return `${table}\n\nThe first layer, on rows of the test set. \`${command}\`, Node ${machine.node}, commit ${machine.commit}`;
}

/** The largest shares of candidates at which layers are screened. */
export function renderCertifyLimits({ limits }: CertifyCandidatesResult): string {
  const limit = (share: number | null): string => (share === null ? 'no screen' : `${Math.round(100 * share)} %`);
  return markdownTable(
    ['layer', 'weights', 'float32', 'bfloat16', 'int8'],
    limits.map(({ inputs, outputs, float32, bfloat16, int8 }) => [
      `${inputs} → ${outputs}`,
      count(inputs * outputs),
      ...[float32, bfloat16, int8].map(limit),
    ]),
  );
}

/** What the long comparison found. */
export function renderCertifyFuzz({
  units,
  programs,
  rows,
  kinds,
  wrong,
  machine,
  command,
}: CertifyFuzzResult): string {
  const table = markdownTable(
    ['weights', 'units screened', 'candidates'],
    kinds.map((each) => [each.kind, count(each.units), each.units === 0 ? '–' : percent(each.candidates / each.units)]),
  );
  const found = wrong.length === 0 ? 'Not one bit differs.' : `Wrong: ${wrong.join('; ')}.`;
  return `${found} ${count(units)} units were screened, in ${count(rows)} rows of ${count(programs)} layers, and compared with the same layers without screens. Where the screen pauses, units are not counted.\n\n${table}\n\nNode ${machine.node}, commit ${machine.commit}, ${machine.date}. \`${command}\``;
}
