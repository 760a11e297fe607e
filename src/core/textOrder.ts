/** The order of texts in files and comparisons: the same on every machine and in every language. */
export const byText = (left: string, right: string): number => (left === right ? 0 : left < right ? -1 : 1);

/** By the first of several texts in which two things differ. */
export function byTexts<T>(textsOf: (one: T) => readonly string[]): (left: T, right: T) => number {
  return (left, right) => {
    const others = textsOf(right);
    for (const [at, text] of textsOf(left).entries()) {
      const order = byText(text, others[at] ?? '');
      if (order !== 0) return order;
    }
    return 0;
  };
}
