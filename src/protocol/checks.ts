/** Small checks from which those of bodies and kept states are put together: `shape<Names>({ first: text(255), last: text(255) })`. */

/** Whether a value that came from elsewhere is what it has to be. */
export type Check<T> = (value: unknown) => value is T;

/** For requests that need no body. */
export const nothing: Check<undefined> = (value): value is undefined => value === undefined;

export const isBoolean: Check<boolean> = (value): value is boolean => typeof value === 'boolean';

export const text =
  (most: number): Check<string> =>
  (value): value is string =>
    typeof value === 'string' && value.length <= most;

/** A text of a given form, such as an id: `matching<Cid>(/^[0-9a-f]{32}$/)`. */
export const matching =
  <T extends string>(form: RegExp): Check<T> =>
  (value): value is T =>
    typeof value === 'string' && form.test(value);

export const oneOf =
  <const T extends string>(...values: readonly T[]): Check<T> =>
  (value): value is T =>
    values.some((one) => one === value);

export const whole =
  (least: number, most: number): Check<number> =>
  (value): value is number =>
    Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most;

export const optional =
  <T>(check: Check<T>): Check<T | undefined> =>
  (value): value is T | undefined =>
    value === undefined || check(value);

export const either =
  <A, B>(one: Check<A>, other: Check<B>): Check<A | B> =>
  (value): value is A | B =>
    one(value) || other(value);

export const list =
  <T>(check: Check<T>, most: number): Check<readonly T[]> =>
  (value): value is readonly T[] =>
    Array.isArray(value) && value.length <= most && value.every((item) => check(item));

/** An object with these fields and no others. */
export const shape =
  <T extends object>(fields: { readonly [K in keyof T]-?: Check<T[K]> }): Check<T> =>
  (value): value is T => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    const given = new Map(Object.entries(value));
    const checks = Object.entries<Check<unknown>>(fields);
    return [...given.keys()].every((name) => Object.hasOwn(fields, name)) && checks.every(([name, check]) => check(given.get(name)));
  };
