import { ReluctantError } from '@reluctant/errors';

/**
 * What a user can mend, said in one sentence: shown as it stands, without a stack trace.
 *
 * `usage`: the settings ask for something impossible (exit code 2). `failure`: the settings are fine, the world is not (1).
 */
export class StudyError extends ReluctantError {
  override readonly name = 'StudyError';

  constructor(message: string, kind: 'usage' | 'failure' = 'usage', options?: ErrorOptions) {
    super(kind === 'usage' ? 'study/usage' : 'study/failure', message, { kind, ...options });
  }
}

/** The reason inside any thrown value, for use within a sentence. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
