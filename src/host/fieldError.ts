import type { TenantError } from '../core/errors.ts';

/** A failure that the page shows at the field it is about. */
export class FieldError extends Error {
  readonly field: string;
  readonly problem: TenantError;

  constructor(field: string, problem: TenantError) {
    super(problem.message, { cause: problem });
    this.name = 'FieldError';
    this.field = field;
    this.problem = problem;
  }
}
