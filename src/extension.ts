/** The composition root: builds the objects and hands them to each other. */
import { isDeepStrictEqual } from 'node:util';
import * as vscode from 'vscode';
import type { CommandDeps } from './commands/parts/deps.ts';
import { DemoSession } from './commands/parts/demoSession.ts';
import { lazyCommands } from './commands/lazyCommands.ts';
import { asConnectionId } from './core/ids.ts';
import { registerCommands } from './host/commands.ts';
import { ContextKeys } from './host/contextKeys.ts';
import { DisposableStore } from './host/disposables.ts';
import { commandEditor } from './host/editorCommands.ts';
import { editorPrompts } from './host/editorPrompts.ts';
import { JsonDocuments } from './host/jsonDocuments.ts';
import { channelLog } from './host/log.ts';
import { readNetwork } from './host/network.ts';
import { withProgress } from './host/progress.ts';
import { onDidChangeSettings, readSettings } from './host/settings.ts';
import { ConnectionStore } from './state/connectionStore.ts';
import { Directories } from './state/directories.ts';
import { Sessions } from './state/sessions.ts';
import { TenantTree } from './state/tenantTree.ts';
import { TenantsView } from './views/tenantsView.ts';
import type { Wording } from './views/wording.ts';

/** What the extension's own tests look at. Other extensions get nothing: tenants are none of their business. */
export interface Exports {
  readonly tenants: vscode.TreeDataProvider<string>;
  /** The names, not the values, of what is kept in SecretStorage. */
  readonly storedKeys: () => PromiseLike<readonly string[]>;
}

const mentionMs = 3_000;

/** One window's running extension. */
class FalconTenantAdmin {
  readonly #owned = new DisposableStore();
  /** What is written to until the very end. */
  readonly #last = new DisposableStore();
  readonly #endings: (() => Promise<unknown>)[] = [];

  activate(context: vscode.ExtensionContext): Exports | undefined {
    const { l10n } = vscode;
    const { version } = context.extension.packageJSON as { readonly version: string };
    const channel = this.#last.add(vscode.window.createOutputChannel('Falcon Tenant Admin', { log: true }));
    const log = channelLog(channel);
    let settings = readSettings();

    const store = this.#owned.add(new ConnectionStore(context.secrets));
    const sessions = new Sessions({
      store,
      userAgent: `falcon-tenant-admin/${version}`,
      log,
      settings: {
        network: () => readNetwork(settings.network, process.env, log),
        useEditorFetch: () => settings.network.useEditorFetch,
        rateShare: () => settings.rateShare,
      },
    });
    const directories = new Directories(store, sessions);
    const tree = new TenantTree(store, directories);
    const demo = new DemoSession();
    // Tokens are revoked before the demo tenant goes, which is asked as well.
    this.#endings.push(() => sessions.dispose().finally(() => demo.close()));

    const contextKeys = this.#owned.add(new ContextKeys(vscode.commands.executeCommand));
    const tellContext = (): void => {
      void contextKeys.set('falconAdmin.connected', store.all.length > 0);
      void contextKeys.set('falconAdmin.changesAllowed', store.all.some(({ canChange }) => canChange));
      void contextKeys.set('falconAdmin.loaded', store.isLoaded);
    };
    this.#owned.add(store.onDidLoad(tellContext));
    this.#owned.add(store.onDidChange(tellContext));

    const wording: Wording = { l10n, locale: vscode.env.language, now: Date.now, dormantAfterDays: () => settings.dormantAfterDays };
    const view = this.#owned.add(
      new TenantsView({
        ...{ tree, store, directories, sessions, wording },
        onLoading: (loading) => void contextKeys.set('falconAdmin.loading', loading),
        onFailure: (error) => log.error('A part of the tree could not be read.', error),
      }),
    );
    const documents = this.#owned.add(
      new JsonDocuments(async (address, signal) => {
        const { readRecord } = await import('./commands/parts/records.ts');
        return readRecord({ store, directories, l10n }, address, signal);
      }),
    );
    this.#owned.add(
      onDidChangeSettings((changed) => {
        const before = settings;
        settings = changed;
        if (!isDeepStrictEqual(changed.network, before.network)) sessions.resetNetwork();
        if (changed.dormantAfterDays !== before.dormantAfterDays) view.refresh();
      }),
    );

    const deps: CommandDeps = {
      ...{ store, sessions, directories, tree, view, documents, demo, l10n },
      prompts: editorPrompts,
      locale: vscode.env.language,
      progress: (title, work) => withProgress({ notification: title }, work),
      copy: (text) => vscode.env.clipboard.writeText(text),
      mention: (text) => void vscode.window.setStatusBarMessage(text, mentionMs),
      showLog: () => channel.show(),
      newId: () => asConnectionId(crypto.randomUUID()),
      remembered: { filter: undefined },
    };
    this.#owned.add(registerCommands(lazyCommands, deps, commandEditor(log, deps.showLog)));
    log.info('Activated.', { version });
    const isTest = context.extensionMode === vscode.ExtensionMode.Test;
    return isTest ? { tenants: view, storedKeys: () => context.secrets.keys() } : undefined;
  }

  async deactivate(): Promise<void> {
    this.#owned.dispose();
    await Promise.all(this.#endings.map((end) => end())).finally(() => this.#last.dispose());
  }
}

const extension = new FalconTenantAdmin();
export const activate = (context: vscode.ExtensionContext): Exports | undefined => extension.activate(context);
export const deactivate = (): Promise<void> => extension.deactivate();
