/**
 * One panel of the editor with its page: the html, the messages, the state. Knows nothing of what the page is about.
 *
 * The page speaks first; the host answers with all there is to show. The editor destroys the page of a hidden panel and
 * loads it anew later, so the state lives with the host, and nothing is sent to a panel that is hidden.
 */
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { readPageMessage, wireVersion } from '../protocol/wire.ts';
import type { Checks, Exchanges, Handlers, HostMessage } from '../protocol/wire.ts';
import { DisposableStore } from './disposables.ts';
import type { Disposable } from './disposables.ts';
import type { Log } from './log.ts';
import { pageHtml } from './pageHtml.ts';
import { PageRequests } from './pageRequests.ts';

export interface PanelSpec<R extends Exchanges<R>, S> {
  /** As in the manifest's activation events. */
  readonly viewType: string;
  /** The page is `dist/webview/<page>.js`. */
  readonly page: string;
  /** Style sheets of `media` beside `page.css`, without their ending. */
  readonly styles?: readonly string[];
  readonly title: string;
  readonly checks: Checks<R>;
  readonly handlers: Handlers<R>;
  /** All that the page shows, as it is now. Plain data, without secrets. */
  readonly state: () => S;
  /** The panel is closed, by whomever. */
  readonly onClosed: () => void;
}

/** An open panel, as its owner sees it. */
export interface Frame extends Disposable {
  setTitle(title: string): void;
  /** Sends the state anew: once for all calls of a moment, and while hidden not before the panel is seen again. */
  update(): void;
  reveal(): void;
}

/** Opens a panel. With `restored`, one that the editor has brought back after a restart gets its page again. */
export type OpenFrame = <R extends Exchanges<R>, S>(spec: PanelSpec<R, S>, restored?: vscode.WebviewPanel) => Frame;

export interface FramePorts {
  readonly extensionUri: vscode.Uri;
  readonly log: Log;
}

export const openFrames =
  (ports: FramePorts): OpenFrame =>
  (spec, restored) =>
    new PanelFrame(ports, spec, restored);

class PanelFrame<R extends Exchanges<R>, S> implements Frame {
  readonly #panel: vscode.WebviewPanel;
  readonly #spec: PanelSpec<R, S>;
  readonly #requests: PageRequests<R>;
  readonly #owned = new DisposableStore();
  #pageIsReady = false;
  #isUpdateDue = false;
  #revision = 0;

  constructor({ extensionUri, log }: FramePorts, spec: PanelSpec<R, S>, restored: vscode.WebviewPanel | undefined) {
    const { viewType, title, checks, handlers } = spec;
    const shown: vscode.WebviewPanelOptions & vscode.WebviewOptions = {
      enableScripts: true,
      localResourceRoots: [vscode.Uri.joinPath(extensionUri, 'dist', 'webview'), vscode.Uri.joinPath(extensionUri, 'media')],
    };
    this.#spec = spec;
    this.#panel = restored ?? vscode.window.createWebviewPanel(viewType, title, vscode.ViewColumn.Active, shown);
    const { webview } = this.#panel;
    this.#requests = new PageRequests({ viewType, checks, handlers, log, l10n: vscode.l10n, post: (reply) => this.#post(reply) });
    this.#owned.add(this.#panel.onDidDispose(() => this.#close()));
    this.#owned.add(this.#panel.onDidChangeViewState(() => this.#onSeenOrHidden()));
    this.#owned.add(webview.onDidReceiveMessage((message: unknown) => this.#take(message, log)));
    this.#panel.title = title;
    // The icon of a tab takes no colour from the theme.
    const icon = (theme: string): vscode.Uri => vscode.Uri.joinPath(extensionUri, 'media', `falcon-${theme}.svg`);
    this.#panel.iconPath = { light: icon('light'), dark: icon('dark') };
    webview.options = shown;
    const media = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, 'media', `${name}.css`)).toString();
    webview.html = pageHtml({
      title,
      lang: vscode.env.language,
      nonce: randomBytes(16).toString('base64url'),
      cspSource: webview.cspSource,
      styles: ['page', ...(spec.styles ?? [])].map(media),
      script: webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, 'dist', 'webview', `${spec.page}.js`)).toString(),
      start: { locale: vscode.env.language, texts: vscode.l10n.bundle ?? {} },
    });
  }

  setTitle(title: string): void {
    if (!this.#owned.isDisposed && this.#panel.title !== title) this.#panel.title = title;
  }

  update(): void {
    if (this.#isUpdateDue) return;
    this.#isUpdateDue = true;
    queueMicrotask(() => {
      this.#isUpdateDue = false;
      this.#sendState();
    });
  }

  reveal(): void {
    if (!this.#owned.isDisposed) this.#panel.reveal();
  }

  dispose(): void {
    if (!this.#owned.isDisposed) this.#panel.dispose();
  }

  #close(): void {
    if (this.#owned.isDisposed) return;
    this.#owned.dispose();
    this.#requests.abandonAll();
    this.#spec.onClosed();
  }

  #take(value: unknown, log: Log): void {
    const message = readPageMessage(value);
    if (!message) return log.warn('A page said something that is no message.', { view: this.#spec.viewType });
    if (message.kind !== 'ready') return this.#requests.take(message);
    // A page that was loaded anew counts its requests from the start: answers to the one before would be taken for its own.
    this.#requests.abandonAll();
    this.#pageIsReady = true;
    this.#sendState();
  }

  #onSeenOrHidden(): void {
    if (this.#panel.visible) this.#sendState();
    else this.#pageIsReady = false;
  }

  #sendState(): void {
    if (!this.#pageIsReady) return;
    this.#post({ version: wireVersion, kind: 'state', revision: ++this.#revision, body: this.#spec.state() });
  }

  #post(message: HostMessage): void {
    if (this.#owned.isDisposed || !this.#panel.visible) return;
    void this.#panel.webview.postMessage(message);
  }
}
