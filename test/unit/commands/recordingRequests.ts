/** Documents of API requests, without an editor. */
import type { RequestDocument, RequestsPort } from '../../../src/host/requestDocuments.ts';

export class RecordingRequests implements RequestsPort {
  /** Texts of documents that were opened. */
  readonly opened: string[] = [];
  readonly revealed: { readonly key: string; readonly offset: number; readonly length: number }[] = [];
  /** The document that the person looks at. */
  looked: RequestDocument | undefined;

  /** Puts a document before the person. */
  write(text: string): RequestDocument {
    this.looked = { key: 'untitled:request', text };
    return this.looked;
  }

  async open(text: string): Promise<void> {
    this.opened.push(text);
    this.write(text);
  }

  find(key?: string): RequestDocument | undefined {
    return key === undefined || key === this.looked?.key ? this.looked : undefined;
  }

  async reveal(key: string, offset: number, length: number): Promise<void> {
    this.revealed.push({ key, offset, length });
  }
}
