/**
 * What was sent by hand, on the disk: a file with one line for each request, so that several windows can write at the same
 * time and deleting one leaves nothing behind. Only the newest are kept.
 */
import { fewAtATime } from '../changes/journalFiles.ts';
import type { JournalFiles } from '../changes/journalFiles.ts';
import { isRead, readSent, writeSent } from './sentRequest.ts';
import type { KeptRequest, SentRequest } from './sentRequest.ts';

export const mostKept = 100;

const mostAtATime = 16;
/** In bytes: no line that was written here is longer. */
const largestFile = 2_000_000;
const ending = '.jsonl';
const isOurs = (name: string): boolean => /^\d{15}-[\w-]{1,64}\.jsonl$/.test(name);

export interface RequestHistoryParts {
  readonly files: JournalFiles;
  /** A word that was never given before. */
  readonly newId: () => string;
}

export class RequestHistory {
  readonly #files: JournalFiles;
  readonly #newId: () => string;
  readonly #few = fewAtATime(mostAtATime);
  /** By name: what is whole does not change any more. */
  #known = new Map<string, KeptRequest>();

  constructor({ files, newId }: RequestHistoryParts) {
    this.#files = files;
    this.#newId = newId;
  }

  /** Writes one down, and removes the oldest ones beyond those that are kept. */
  async add(sent: SentRequest): Promise<void> {
    // The time leads, so that the names are in the order of the requests.
    const file = await this.#files.open(`${String(sent.at).padStart(15, '0')}-${this.#newId()}${ending}`);
    await file.append(writeSent(sent)).finally(() => file.close());
    // Another window may be removing the same ones; what cannot be removed now is tried again with the next one.
    await Promise.allSettled((await this.#names()).slice(mostKept).map((name) => this.#files.remove(name)));
  }

  /** Newest first; what cannot be read is passed over. */
  async list(): Promise<KeptRequest[]> {
    const names = (await this.#names()).slice(0, mostKept);
    const read = await Promise.all(names.map((name) => this.#few(() => this.#read(name))));
    const kept = read.filter((request) => request !== undefined);
    this.#known = new Map(kept.map((request) => [`${request.id}${ending}`, request]));
    return kept.sort((left, right) => right.at - left.at);
  }

  /** Those that changed nothing, newest first. */
  async reads(): Promise<KeptRequest[]> {
    return (await this.list()).filter(isRead);
  }

  /** JSON lines, oldest first. @param ids those of some; all, unless said otherwise */
  async export(ids?: readonly string[]): Promise<string> {
    const chosen = (await this.list()).filter(({ id }) => ids?.includes(id) ?? true);
    return chosen.reverse().map(writeSent).join('');
  }

  async remove(id: string): Promise<void> {
    const name = `${id}${ending}`;
    if (isOurs(name)) await this.#files.remove(name);
  }

  /** Files that cannot be read are deleted as well. */
  async removeAll(): Promise<void> {
    for (const name of await this.#names()) await this.#files.remove(name);
  }

  /** Newest first. */
  async #names(): Promise<string[]> {
    return (await this.#files.list()).filter(isOurs).sort().reverse();
  }

  async #read(name: string): Promise<KeptRequest | undefined> {
    const known = this.#known.get(name);
    if (known) return known;
    try {
      if (((await this.#files.size(name)) ?? 0) > largestFile) return undefined;
      const sent = readSent((await this.#files.read(name)) ?? '');
      return sent && { ...sent, id: name.slice(0, -ending.length) };
    } catch {
      // One that this account may not read, or that is no file, does not hide the others.
      return undefined;
    }
  }
}
