import type { L10n } from '../../../src/host/l10n.ts';
import type { Wording } from '../../../src/views/wording.ts';

/** English, as the editor does it: `{0}` is replaced. */
export const plainL10n: L10n = { t: (message, ...values) => message.replaceAll(/\{(\d+)\}/g, (_, index: string) => String(values[Number(index)])) };

export const now = Date.parse('2026-03-09T12:00:00Z');

export const plainWording: Wording = { l10n: plainL10n, locale: 'en', now: () => now, dormantAfterDays: () => 90 };
