import { config } from 'zod/v4/core';

/**
 * What violated the Content-Security-Policy of this page or worker so far: directive, blocked resource and source file.
 * To collect all, this module is imported before others.
 */
export const violations: string[] = [];

// Absent on a server, where Next.js renders pages in advance.
globalThis.addEventListener?.('securitypolicyviolation', ({ effectiveDirective, blockedURI, sourceFile }) => {
  violations.push(`${effectiveDirective} ${blockedURI} ${sourceFile}`);
});

// zod, which checks options, otherwise tries once whether code from strings is allowed, which is a violation where it
// is not.
config({ jitless: true });
