import type { ShareUsage } from './activation.js';

/** The part of an activation that an engine compiles and a model keeps: all but its name and share. */
export function usageOf({ use, domain, positive, granularity, gate }: ShareUsage): ShareUsage {
  return { use, domain, positive, granularity, ...(gate && { gate }) };
}
