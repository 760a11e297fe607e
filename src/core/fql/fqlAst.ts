// The shape of a Falcon Query Language statement. All positions are UTF-16 offsets into the parsed text, `end` exclusive.

export interface FqlSpan {
  readonly start: number;
  readonly end: number;
}

/** Every operator that may stand after the colon; the empty one means "equals". */
export const fqlOperators = ['', '!', '>', '>=', '<', '<=', '~', '!~', '*', '!*'] as const;

export type FqlOperator = (typeof fqlOperators)[number];

export type FqlScalar = string | number | boolean | null;

/** Dates are literals of type string: only the property (or the record) tells that a text is meant as a date. */
export interface FqlLiteral extends FqlSpan {
  readonly kind: 'literal';
  readonly value: FqlScalar;
}

export interface FqlList extends FqlSpan {
  readonly kind: 'list';
  readonly items: readonly FqlLiteral[];
}

export interface FqlComparison extends FqlSpan {
  readonly kind: 'comparison';
  readonly property: string;
  readonly propertyAt: FqlSpan;
  readonly operator: FqlOperator;
  /** Zero wide, just before the value, when no operator is written. */
  readonly operatorAt: FqlSpan;
  readonly operand: FqlLiteral | FqlList;
}

export interface FqlAnd extends FqlSpan {
  readonly kind: 'and';
  readonly items: readonly FqlNode[];
}

export interface FqlOr extends FqlSpan {
  readonly kind: 'or';
  readonly items: readonly FqlNode[];
}

/** Parentheses as they were written; kept so that formatting does not drop what a person typed. */
export interface FqlGroup extends FqlSpan {
  readonly kind: 'group';
  readonly inner: FqlNode;
}

export type FqlNode = FqlAnd | FqlOr | FqlGroup | FqlComparison;

export interface FqlProblem extends FqlSpan {
  /** What is wrong, as one sentence for the user. */
  readonly message: string;
  /** What to write instead, where that can be told. */
  readonly hint?: string;
}
