/** A graph has a node that needs operators, and none were given. Thrown and caught within a plan. */
export class OperatorsNeeded extends Error {}
