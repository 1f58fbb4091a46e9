import { run } from './run.js';
import type { Stranger } from './stranger.js';

/** What the registry knows against what is installed; undefined if it has no audits. */
export type Advisories = readonly string[] | undefined;

/** Asks the registry for advisories against what npm installed into a project for use, not for development. */
export async function advisoriesOf({ folder, env }: Stranger): Promise<Advisories> {
  const said = await run('sh', ['-c', 'npm audit --omit=dev --json || true'], { cwd: folder, env });
  const report = JSON.parse(said) as {
    readonly vulnerabilities?: Readonly<Record<string, { readonly severity: string; readonly range: string }>>;
  };
  if (report.vulnerabilities === undefined) return undefined;
  return Object.entries(report.vulnerabilities).map(
    ([name, { severity, range }]) => `${name} ${range}: an advisory of severity ${severity}`,
  );
}
