import type { ClaimSet } from './claim.js';
import { claimRoles } from './claim-roles.js';
import { paperClaims } from './paper-claims.js';
import { postClaims } from './post-claims.js';

/** Everything that preset `claims` tests. */
export const declaredClaims: ClaimSet = { claims: [...postClaims, ...paperClaims], roles: claimRoles, alpha: 0.05 };
