/** The jobs that a worker has taken and not yet returned, by identifier. */
export class HeldJobs {
  readonly #ids = new Set<string | undefined>();
  readonly #waiting: (() => void)[] = [];

  take({ id }: { readonly id?: string | undefined }): void {
    this.#ids.add(id);
  }

  /** @param job - undefined where BullMQ tells of a job that is gone */
  release(job: { readonly id?: string | undefined } | undefined): void {
    if (job === undefined) return;
    this.#ids.delete(job.id);
    if (this.#ids.size > 0) return;
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  /** Resolves once no job is held. */
  async none(): Promise<void> {
    if (this.#ids.size > 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }
}
