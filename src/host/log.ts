/** The log: one output channel of the editor, fed with sentences and named facts. */
import type { LogOutputChannel } from 'vscode';
import { describeError, describeFacts, withoutSecrets } from './redaction.ts';
import type { LogFacts } from './redaction.ts';

/**
 * Sentences are written by this extension and hold no data; data goes into facts, of which only those on the
 * allow-list are written out.
 */
export interface Log {
  debug(message: string, facts?: LogFacts): void;
  info(message: string, facts?: LogFacts): void;
  warn(message: string, facts?: LogFacts): void;
  error(message: string, error?: unknown): void;
}

type Channel = Pick<LogOutputChannel, 'debug' | 'info' | 'warn' | 'error'>;

const line = (message: string, facts: LogFacts | undefined): string =>
  facts === undefined ? withoutSecrets(message) : `${withoutSecrets(message)} ${describeFacts(facts)}`.trimEnd();

export const channelLog = (channel: Channel): Log => ({
  debug: (message, facts) => channel.debug(line(message, facts)),
  info: (message, facts) => channel.info(line(message, facts)),
  warn: (message, facts) => channel.warn(line(message, facts)),
  error: (message, error) => channel.error(error === undefined ? line(message, undefined) : `${line(message, undefined)} ${describeError(error)}`),
});
