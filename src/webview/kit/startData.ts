/** What the host put into the page before it was loaded: the language and the translations. */
import type { PageTexts } from './pageTexts.ts';

export type { PageTexts };

interface StartData {
  readonly locale?: unknown;
  readonly texts?: unknown;
}

function readStart(): StartData {
  const written = document.getElementById('start')?.textContent;
  return written ? (JSON.parse(written) as StartData) : {};
}

/** Reads the start data; call once and hand the answer to those who put something into words. */
export function pageTexts(): PageTexts {
  const { locale, texts } = readStart();
  const translations = new Map(Object.entries((texts ?? {}) as Readonly<Record<string, unknown>>));
  return {
    locale: typeof locale === 'string' ? locale : 'en',
    t: (message, ...values) => {
      const translated = translations.get(message);
      const sentence = typeof translated === 'string' ? translated : message;
      return sentence.replaceAll(/\{(\d+)\}/g, (_, at: string) => String(values[Number(at)] ?? ''));
    },
  };
}
