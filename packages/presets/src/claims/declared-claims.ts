import type { ClaimSet } from '@reluctant/study';
import { claimRoles } from './claim-roles.js';
import { paperClaims } from './paper-claims.js';
import { postClaims } from './post-claims.js';

/** Everything that preset `claims` tests. */
export const declaredClaims: ClaimSet = { claims: [...postClaims, ...paperClaims], roles: claimRoles, alpha: 0.05 };
