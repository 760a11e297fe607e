/** A number to two decimals; one below 1 to four significant digits, so that little is not written as nothing. */
export const inFigures = (value: number, locale = 'en-US'): string =>
  value.toLocaleString(locale, Math.abs(value) < 1 ? { maximumSignificantDigits: 4 } : { maximumFractionDigits: 2 });
