import { option, ReluctantError, sentence } from '@reluctant/errors';

/** The variable with the URL of the queue: a password in a flag would be seen in the list of processes. */
export const queueVariable = 'RELUCTANT_QUEUE';

/** The variable with the file of certificates. */
export const authoritiesVariable = 'RELUCTANT_QUEUE_CA';

/** The file of `--queue_ca`, or of the variable `RELUCTANT_QUEUE_CA`; undefined without both. */
export function queueAuthorities(
  flag: string | undefined,
  env: Readonly<Record<string, string | undefined>> = process.env,
): string | undefined {
  return flag ?? (env[authoritiesVariable] || undefined);
}

/**
 * The URL of `--queue <url>`, or of the variable `RELUCTANT_QUEUE` where the flag has no value.
 *
 * @param flag - the value of the flag; `true` if it has none
 * @throws ReluctantError (usage) when there is neither
 */
export function queueUrl(flag: string | true, env: Readonly<Record<string, string | undefined>> = process.env): string {
  const url = flag === true ? env[queueVariable] : flag;
  if (url !== undefined && url !== '') return url;
  throw new ReluctantError(
    'invalid-option',
    sentence`${option('queue')} needs a URL such as redis://host:6379, after it or in the variable ${queueVariable}`,
    { path: ['queue'], expected: 'a URL' },
  );
}
