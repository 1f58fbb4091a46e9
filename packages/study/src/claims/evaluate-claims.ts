import { unknownName } from '@reluctant/errors';
import { type Claim, type ClaimSet, type Contrast, type Levels, levelsOf, type Role, strategyName } from './claim.js';
import { type ClaimStudy, claimValues, type ValuesOf } from './claim-values.js';
import type { ClaimCell, ClaimLedger, ClaimRecord, LossOrder } from './ledger.js';
import { summariseCells } from './summarise-cells.js';
import { testClaim } from './test-claim.js';

/** A study and its indexed values. */
interface Indexed {
  readonly study: ClaimStudy;
  readonly valuesOf: ValuesOf;
}

/**
 * Tests every claim in every combination of the open choices: the gate's reading and size (or tail, or p) ×
 * `n_informative` × data set. A combination is one data set with its runs, as in the post, so that runs are
 * independent. A claim *holds* or *fails* in it where {@link testClaim}'s p-value is below alpha divided by the number
 * of claims of its source at its width (Bonferroni correction over the claims of one experiment); otherwise it is
 * *undecided*.
 *
 * Strategies that the studies do not contain form no combination, as a user may change the strategies of a run.
 *
 * @param studies - finished studies that differ in `bottleneck` and `n_informative`
 */
export function evaluateClaims(set: ClaimSet, studies: readonly ClaimStudy[]): ClaimLedger {
  const epochs = new Set(set.claims.flatMap(epochsOf));
  const runs = studies.map(({ config }) => Math.floor(config.n_runs / config.data_seeds));
  const indexed = studies.map((study) => ({ study, valuesOf: claimValues(study, epochs) }));
  return {
    version: 1,
    alpha: set.alpha,
    runs_per_data_set: [Math.min(...runs), Math.max(...runs)],
    claims: set.claims.map((claim): ClaimRecord => {
      const { id, source, said, statement, bottleneck } = claim;
      const family = set.claims.filter((other) => other.source === source && other.bottleneck === bottleneck).length;
      const cells = indexed
        .filter(({ study }) => study.config.bottleneck === bottleneck)
        .flatMap((one) => cellsOf(claim, set, one, set.alpha / family));
      return {
        ...{ id, source, said, statement, bottleneck, corrected_by: family },
        ...summariseCells(cells),
        cells,
      };
    }),
    orders: ordersOf(set, indexed),
  };
}

function epochsOf({ contrasts }: Claim): number[] {
  return contrasts.flatMap(({ of, minus }) => [of.epoch ?? [], minus?.epoch ?? []].flat());
}

/** The roles of a claim, by name. */
function rolesOf({ contrasts }: Claim, { roles }: ClaimSet): [string, Role][] {
  const names = new Set(contrasts.flatMap(({ of, minus }) => [of.role, ...(minus === undefined ? [] : [minus.role])]));
  return [...names].map((name) => {
    const role = roles[name];
    if (role === undefined) throw unknownName('role', name, Object.keys(roles));
    return [name, role];
  });
}

function cellsOf(claim: Claim, set: ClaimSet, { study, valuesOf }: Indexed, level: number): ClaimCell[] {
  const { config } = study;
  const roles = rolesOf(claim, set);
  const known = new Set(config.strategies.map(({ name }) => name));
  const own = levelsOf(Object.assign({}, ...roles.map(([, { choices }]) => choices)));
  return own
    .filter((levels) => roles.every(([name, role]) => known.has(strategyName(name, role, levels))))
    .flatMap((levels) => {
      const contrasts = claim.contrasts.map((contrast) => contrastValues(contrast, set, levels, valuesOf));
      return Array.from({ length: config.data_seeds }, (_, dataSet): ClaimCell => {
        const runs = contrasts.map((values) => values.filter((_value, run) => run % config.data_seeds === dataSet));
        const { pHolds, pFails, estimate } = testClaim(claim.region, runs);
        return {
          levels: { ...levels, n_informative: config.n_informative, data_seed: config.data_seed + dataSet },
          verdict: pHolds < level ? 'holds' : pFails < level ? 'fails' : 'undecided',
          runs: Math.min(...runs.map((values) => values.filter((value) => !Number.isNaN(value)).length)),
          estimate: Number.isFinite(estimate) ? estimate : null,
          p_holds: pHolds,
          p_fails: pFails,
        };
      });
    });
}

/** Values of a contrast by run, over all data sets. */
function contrastValues({ of, minus }: Contrast, set: ClaimSet, levels: Levels, valuesOf: ValuesOf): number[] {
  const strategy = (name: string): string => {
    const role = set.roles[name];
    return role === undefined ? name : strategyName(name, role, levels);
  };
  const values = valuesOf(strategy(of.role), of);
  if (minus === undefined) return [...values];
  const others = valuesOf(strategy(minus.role), minus);
  return values.map((value, run) => value - (others[run] ?? Number.NaN));
}

/** Mean losses of the roles that every width has, over all their combinations, without runs that diverged. */
function ordersOf({ roles }: ClaimSet, indexed: readonly Indexed[]): LossOrder[] {
  const widths = [...new Set(indexed.map(({ study }) => study.config.bottleneck))];
  const everywhere = Object.entries(roles).filter(([, role]) =>
    widths.every((width) => role.bottlenecks.includes(width)),
  );
  return widths.flatMap((bottleneck) =>
    (['train_loss', 'val_loss'] as const).map((quantity): LossOrder => {
      const means = everywhere.flatMap(([name, role]) => {
        const values = indexed
          .filter(({ study }) => study.config.bottleneck === bottleneck)
          .flatMap(({ valuesOf }) =>
            levelsOf(role.choices).flatMap((levels) => valuesOf(strategyName(name, role, levels), { quantity })),
          )
          .filter(Number.isFinite);
        return values.length === 0
          ? []
          : [{ role: name, mean: values.reduce((sum, value) => sum + value, 0) / values.length }];
      });
      return { bottleneck, quantity, order: means.sort((a, b) => a.mean - b.mean) };
    }),
  );
}
