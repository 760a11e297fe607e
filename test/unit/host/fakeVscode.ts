/** The part of the editor's API that `host` uses, driven by tests. Each test file runs in a process of its own. */

type Listener<T> = (value: T) => unknown;

export class EventEmitter<T> {
  readonly listeners = new Set<Listener<T>>();
  readonly event = (listener: Listener<T>) => {
    this.listeners.add(listener);
    return { dispose: () => this.listeners.delete(listener) };
  };

  fire(value: T): void {
    for (const listener of [...this.listeners]) listener(value);
  }

  dispose(): void {
    this.listeners.clear();
  }
}

export interface FakeRow {
  readonly label: string;
  readonly kind?: number;
  readonly alwaysShow?: boolean;
  readonly iconPath?: ThemeIcon;
}

/** Input boxes and quick picks in one; what the person does are its methods. */
export class FakeBox {
  title = '';
  placeholder: string | undefined;
  prompt: string | undefined;
  value = '';
  step: number | undefined;
  totalSteps: number | undefined;
  buttons: readonly unknown[] = [];
  busy = false;
  password = false;
  ignoreFocusOut = false;
  validationMessage: string | undefined;
  #items: readonly FakeRow[] = [];
  activeItems: readonly FakeRow[] = [];
  selectedItems: readonly FakeRow[] = [];
  visible = false;
  readonly #changed = new EventEmitter<string>();
  readonly #accepted = new EventEmitter<void>();
  readonly #hidden = new EventEmitter<void>();
  readonly #pressed = new EventEmitter<unknown>();
  readonly onDidChangeValue = this.#changed.event;
  readonly onDidAccept = this.#accepted.event;
  readonly onDidHide = this.#hidden.event;
  readonly onDidTriggerButton = this.#pressed.event;

  get items(): readonly FakeRow[] {
    return this.#items;
  }

  /** The first row that can be chosen gets the focus. */
  set items(items: readonly FakeRow[]) {
    this.#items = items;
    this.activeItems = items.filter(({ kind }) => kind !== QuickPickItemKind.Separator).slice(0, 1);
  }

  get listening(): number {
    return [this.#changed, this.#accepted, this.#hidden, this.#pressed].reduce((sum, { listeners }) => sum + listeners.size, 0);
  }

  show(): void {
    this.visible = true;
  }

  hide(): void {
    if (!this.visible) return;
    this.visible = false;
    this.#hidden.fire();
  }

  dispose(): void {
    this.hide();
  }

  type(text: string): void {
    this.value = text;
    this.#changed.fire(text);
  }

  /** Without labels what has the focus is chosen. */
  enter(...labels: readonly string[]): void {
    this.selectedItems = labels.length > 0 ? this.items.filter(({ label }) => labels.includes(label)) : this.activeItems;
    this.#accepted.fire();
  }

  goBack(): void {
    this.#pressed.fire(QuickInputButtons.Back);
  }
}

export class ThemeIcon {
  readonly id: string;

  constructor(id: string) {
    this.id = id;
  }
}

export const QuickInputButtons = { Back: { iconPath: new ThemeIcon('arrow-left') } };
export const QuickPickItemKind = { Separator: -1, Default: 0 };
export const ProgressLocation = { Notification: 15 };

export const ViewColumn = { Active: -1 };

/** A panel with its page; what the page says and the person does are its methods. */
export class FakePanel {
  readonly viewType: string;
  title: string;
  iconPath: unknown;
  visible = true;
  disposed = false;
  reveals = 0;
  readonly posted: unknown[] = [];
  readonly #heard = new EventEmitter<unknown>();
  readonly #seen = new EventEmitter<void>();
  readonly #ended = new EventEmitter<void>();
  readonly onDidChangeViewState = this.#seen.event;
  readonly onDidDispose = this.#ended.event;
  readonly webview = {
    html: '',
    options: {} as unknown,
    cspSource: 'https://page.test',
    onDidReceiveMessage: this.#heard.event,
    asWebviewUri: (uri: { readonly path: string }) => ({ toString: () => `https://page.test${uri.path}` }),
    postMessage: async (message: unknown) => this.posted.push(structuredClone(message)) > 0,
  };

  constructor(viewType: string, title: string) {
    this.viewType = viewType;
    this.title = title;
  }

  get listening(): number {
    return [this.#heard, this.#seen, this.#ended].reduce((sum, { listeners }) => sum + listeners.size, 0);
  }

  say(message: unknown): void {
    this.#heard.fire(message);
  }

  setVisible(visible: boolean): void {
    this.visible = visible;
    this.#seen.fire();
  }

  reveal(): void {
    this.reveals += 1;
  }

  dispose(): void {
    if (this.disposed) return;
    this.disposed = true;
    this.#ended.fire();
  }
}

/** What was shown, youngest last, and how the next dialog is answered. */
export const desk = {
  panels: [] as FakePanel[],
  serializers: new Map<string, { deserializeWebviewPanel(panel: unknown, state: unknown): Promise<void> }>(),
  boxes: [] as FakeBox[],
  dialogs: [] as { readonly kind: string; readonly message: string; readonly rest: readonly unknown[] }[],
  answer: undefined as string | undefined,
  progress: [] as { readonly options: unknown; readonly reports: unknown[]; readonly cancel: () => void }[],
  documents: [] as { readonly uri: { toString(): string } }[],
  opened: [] as string[],
  provider: undefined as { provideTextDocumentContent(uri: unknown, token: unknown): Promise<string> } | undefined,
};

const newBox = () => {
  const box = new FakeBox();
  desk.boxes.push(box);
  return box;
};

const dialog =
  (kind: string) =>
  async (message: string, ...rest: readonly unknown[]) => {
    desk.dialogs.push({ kind, message, rest });
    return desk.answer;
  };

export const window = {
  createWebviewPanel: (viewType: string, title: string) => {
    const panel = new FakePanel(viewType, title);
    desk.panels.push(panel);
    return panel;
  },
  registerWebviewPanelSerializer: (viewType: string, serializer: { deserializeWebviewPanel(panel: unknown, state: unknown): Promise<void> }) => {
    desk.serializers.set(viewType, serializer);
    return { dispose: () => desk.serializers.delete(viewType) };
  },
  createInputBox: newBox,
  createQuickPick: newBox,
  showErrorMessage: dialog('error'),
  showWarningMessage: dialog('warning'),
  showInformationMessage: dialog('information'),
  showTextDocument: async ({ uri }: { readonly uri: { toString(): string } }) => void desk.opened.push(uri.toString()),
  withProgress: (options: unknown, work: (progress: unknown, token: unknown) => unknown) => {
    const cancelled = new EventEmitter<void>();
    const reports: unknown[] = [];
    desk.progress.push({ options, reports, cancel: () => cancelled.fire() });
    return work({ report: (value: unknown) => reports.push(value) }, { isCancellationRequested: false, onCancellationRequested: cancelled.event });
  },
};

const noToken = { isCancellationRequested: false, onCancellationRequested: () => ({ dispose: () => undefined }) };

export const workspace = {
  get textDocuments() {
    return desk.documents;
  },
  registerTextDocumentContentProvider: (_scheme: string, provider: typeof desk.provider) => {
    desk.provider = provider;
    return { dispose: () => (desk.provider = undefined) };
  },
  openTextDocument: async (uri: { toString(): string }) => {
    const open = desk.documents.find((document) => document.uri.toString() === uri.toString());
    if (open) return open;
    const document = { uri, text: await desk.provider?.provideTextDocumentContent(uri, noToken) };
    desk.documents.push(document);
    return document;
  },
};

export const Uri = {
  from: ({ scheme, path }: { readonly scheme: string; readonly path: string }) => ({ scheme, path, toString: () => `${scheme}:${path}` }),
  joinPath: ({ scheme, path }: { readonly scheme: string; readonly path: string }, ...parts: readonly string[]) =>
    Uri.from({ scheme, path: [path, ...parts].join('/') }),
};

export const env = { language: 'en' };

export const l10n = {
  bundle: undefined as Record<string, string> | undefined,
  t: (text: string, ...values: readonly unknown[]) => text.replaceAll(/\{(\d+)\}/g, (_, at: string) => String(values[Number(at)])),
};
