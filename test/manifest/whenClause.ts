/** Reads the when-clauses that this manifest uses: terms joined by `&&` or `||`, without brackets. */

export interface Term {
  readonly key: string;
  readonly negated: boolean;
  readonly operator?: '==' | '!=' | '=~';
  /** The value, or the source of the pattern. */
  readonly operand?: string;
}

const form = /^(!?)([\w.]+)(?:\s*(==|!=|=~)\s*(.+))?$/;

/** @throws when a term is of no known form. */
export function parseWhen(clause: string): readonly Term[] {
  // Patterns may hold `|`, never `||` or `&&`.
  return clause.split(/\s*(?:&&|\|\|)\s*/).map((text) => {
    const [, negation, key, operator, operand] = form.exec(text.trim()) ?? [];
    if (key === undefined) throw new Error(`Cannot read “${text}” in “${clause}”.`);
    const term = { key, negated: negation === '!' };
    if (operator === undefined || operand === undefined) return term;
    if (operator === '=~' && !/^\/.+\/$/.test(operand)) throw new Error(`“${operand}” in “${clause}” is no pattern.`);
    return { ...term, operator: operator as '==', operand: operator === '=~' ? operand.slice(1, -1) : operand };
  });
}

/** The pattern for `viewItem` in a clause. */
export const itemPattern = (clause: string): string | undefined =>
  parseWhen(clause).find(({ key, operator }) => key === 'viewItem' && operator === '=~')?.operand;

/** Whether a clause without comparisons holds where exactly these keys are true; `&&` binds closer than `||`, as in the editor. */
export const holds = (clause: string, keys: readonly string[]): boolean =>
  clause.split('||').some((part) => parseWhen(part.trim()).every(({ key, negated }) => keys.includes(key) !== negated));
