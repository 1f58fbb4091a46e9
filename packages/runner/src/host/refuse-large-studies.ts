import { availableParallelism } from 'node:os';
import { refuseMemory, type StudyConfig } from '@reluctant/study';
import { freeMemory } from './free-memory.js';

/**
 * Refuses studies that need more memory than this machine gives, before any of it is taken; see `refuseMemory`.
 *
 * @param studies - those that this process runs one after another
 * @param workers - largest number of worker threads. Default: the number of cores, which is always the most
 * @throws ReluctantError (usage) in one sentence with the settings that dominate
 */
export function refuseLargeStudies(studies: readonly StudyConfig[], workers?: number): Promise<void> {
  const cores = availableParallelism();
  return refuseMemory(studies, Math.min(workers ?? cores, cores), freeMemory());
}
