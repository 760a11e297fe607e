/** The composition root: builds the objects and hands them to each other. */
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import * as vscode from 'vscode';
import { systemClock } from './api/clock.ts';
import type { CommandDeps } from './commands/parts/deps.ts';
import { DemoSession } from './commands/parts/demoSession.ts';
import { lazyCommands } from './commands/lazyCommands.ts';
import { LazyRoad } from './commands/parts/road/lazyRoad.ts';
import { tellInterruptedAtStart } from './commands/parts/startNotice.ts';
import { asConnectionId } from './core/ids.ts';
import type { CommandId } from './host/commandIds.ts';
import { registerCommands } from './host/commands.ts';
import { ContextKeys } from './host/contextKeys.ts';
import { DisposableStore } from './host/disposables.ts';
import { commandEditor } from './host/editorCommands.ts';
import { JsonDocuments } from './host/jsonDocuments.ts';
import { Lazy } from './host/lazy.ts';
import { channelLog } from './host/log.ts';
import { plainText } from './host/plainText.ts';
import { queryEditor } from './host/queryKind.ts';
import { registerQueryLanguage } from './host/queryLanguage.ts';
import { restorePanels } from './host/restorePanels.ts';
import { onDidChangeSettings, readSettings } from './host/settings.ts';
import { registerTextEditor } from './host/textEditors.ts';
import { TextViews } from './host/textViews.ts';
import { LazyPanels, panelTypes } from './panels/lazyPanels.ts';
import { Activity } from './state/activity.ts';
import { ApiRequests } from './state/apiRequests.ts';
import { ConnectionStore } from './state/connectionStore.ts';
import { CylanceDirectories } from './state/cylance/cylanceDirectories.ts';
import { CylanceSessions } from './state/cylance/cylanceSessions.ts';
import { CylanceStore } from './state/cylance/cylanceStore.ts';
import { Directories } from './state/directories.ts';
import { WantedStorage } from './state/grants/wantedStorage.ts';
import { KeptRequests } from './state/requests/keptRequests.ts';
import { Sessions } from './state/sessions.ts';
import { badgeWhatIsOpened, lazyActivity, lazyTemporary, lazyTenants } from './views/lazyViews.ts';
import { lazyRequests } from './views/requests/lazyRequests.ts';
import type { TemporaryElement } from './views/temporaryRows.ts';
import { followTenants } from './views/tenantContext.ts';
import type { Wording } from './views/wording.ts';

/** What the extension's own tests look at. Other extensions get nothing: tenants are none of their business. */
export interface Exports {
  readonly tenants: vscode.TreeDataProvider<string>;
  readonly activity: vscode.TreeDataProvider<string>;
  readonly temporary: vscode.TreeDataProvider<TemporaryElement>;
  /** The names, not the values, of what is kept in SecretStorage. */
  readonly storedKeys: () => PromiseLike<readonly string[]>;
}

const mentionMs = 3_000;

/** One window's running extension. */
class FalconTenantAdmin {
  readonly #owned = new DisposableStore();
  /** What is written to until the very end. */
  readonly #last = new DisposableStore();
  /** Aborted first of all when the window closes: no change begins any more. */
  readonly #closing = new AbortController();
  readonly #endings: (() => Promise<unknown>)[] = [];

  activate(context: vscode.ExtensionContext): Exports | undefined {
    const { l10n } = vscode;
    const { version } = context.extension.packageJSON as { readonly version: string };
    const channel = this.#last.add(vscode.window.createOutputChannel('Falcon Tenant Admin', { log: true }));
    const log = channelLog(channel);
    let settings = readSettings();

    const store = this.#owned.add(new ConnectionStore(context.secrets));
    const cylanceStore = this.#owned.add(new CylanceStore(context.secrets));
    const userAgent = `falcon-tenant-admin/${version}`;
    const rateShare = (): number => settings.rateShare;
    const sessions = new Sessions({
      store,
      userAgent,
      log,
      settings: {
        network: async () => (await import('./host/network.ts')).readNetwork(settings.network, process.env, log),
        useEditorFetch: () => settings.network.useEditorFetch,
        rateShare,
      },
    });
    const cylanceSessions = this.#owned.add(new CylanceSessions({ store: cylanceStore, transport: sessions.transport, userAgent, log, rateShare }));
    const dormantAfterDays = (): number => settings.dormantAfterDays;
    const cylanceDirectories = new CylanceDirectories(cylanceStore, cylanceSessions, { dormantAfterDays });
    const cylance = { store: cylanceStore, sessions: cylanceSessions, directories: cylanceDirectories };
    const storedGrants = new WantedStorage(
      async () => (await import('./state/grants/grantsFiles.ts')).grantsFiles(join(context.globalStorageUri.fsPath, 'grants')),
      () => settings.keepGrants,
    );
    const directories = new Directories(store, sessions, { storage: storedGrants });
    const requestsFolder = join(context.globalStorageUri.fsPath, 'requests');
    const keptRequests = new KeptRequests({
      load: async () => {
        const [{ diskFiles }, { RequestHistory }] = await Promise.all([
          import('./state/changes/journalFiles.ts'),
          import('./state/requests/requestHistory.ts'),
        ]);
        return new RequestHistory({ files: diskFiles(requestsFolder), newId: () => crypto.randomUUID() });
      },
      onFailure: (error) => log.error('The history of API requests could not be written or read.', error),
    });
    const apiRequests = new ApiRequests({ client: (id) => sessions.client(id), kept: keptRequests });
    const demo = new DemoSession();
    this.#endings.push(() => directories.dispose());
    // Tokens are revoked before the demo tenant goes, which is asked as well.
    this.#endings.push(() => sessions.dispose().finally(() => demo.close()));

    const contextKeys = this.#owned.add(new ContextKeys(vscode.commands.executeCommand));
    this.#owned.add(followTenants(store, cylanceStore, contextKeys));

    const journalFolder = join(context.globalStorageUri.fsPath, 'activity');
    const activity = new Activity(async () => {
      const [{ Journal }, { diskFiles }] = await Promise.all([import('./state/changes/journal.ts'), import('./state/changes/journalFiles.ts')]);
      return new Journal({ files: diskFiles(journalFolder), now: Date.now });
    });
    const texts = this.#owned.add(new TextViews());

    const locale = vscode.env.language;
    const copy = (text: string): Thenable<void> => vscode.env.clipboard.writeText(text);
    const mention = (text: string): void => void vscode.window.setStatusBarMessage(text, mentionMs);
    const runCommand = (id: CommandId, ...args: readonly unknown[]): Thenable<unknown> => vscode.commands.executeCommand(id, ...args);
    const wording: Wording = { l10n, locale, now: Date.now, dormantAfterDays };
    const known = { store, directories, sessions, wording };
    const tenants = this.#owned.add(
      lazyTenants({
        ...{ ...known, cylance, cylanceStore, cylanceSessions },
        onLoading: (loading) => void contextKeys.set('falconAdmin.loading', loading),
        onFailure: (error) => log.error('A part of the tree could not be read.', error),
        onDrop: (connection, cid, file) => void panels.importUsers(connection.id, cid, file),
        onDropFailure: (error) => {
          log.error('A file that was dropped cannot be read.', error);
          void vscode.window.showErrorMessage(l10n.t('The file that was dropped cannot be read. Choose it with “New Users from File…” instead.'));
        },
        onGrantDrop: (asked) => void runCommand('falconAdmin.role.grant', asked),
        onDropRefused: (reason) => void vscode.window.showInformationMessage(plainText(reason)),
      }),
    );
    const onTemporaryFailure = (error: unknown): void => log.error('The temporary roles of a tenant could not be read.', error);
    const temporary = this.#owned.add(lazyTemporary({ ...known, onFailure: onTemporaryFailure }));
    this.#owned.add(badgeWhatIsOpened(directories, temporary, onTemporaryFailure));
    const activityTree = this.#owned.add(
      lazyActivity({
        ...{ activity, requests: keptRequests, store, directories, wording },
        onLoaded: (hasAny) => {
          void contextKeys.set('falconAdmin.hasActivity', hasAny);
          void contextKeys.set('falconAdmin.activityLoaded', true);
        },
        onFailure: (error) => log.error('The activity could not be read.', error),
      }),
    );
    const documents = this.#owned.add(
      new JsonDocuments(async (address, signal) => {
        const { readRecord } = await import('./commands/parts/records.ts');
        return readRecord({ store, directories, cylance, l10n }, address, signal);
      }),
    );
    this.#owned.add(
      onDidChangeSettings((changed) => {
        const before = settings;
        settings = changed;
        if (!isDeepStrictEqual(changed.network, before.network)) sessions.resetNetwork();
        if (changed.dormantAfterDays !== before.dormantAfterDays) tenants.known?.refresh();
        if (before.keepGrants && !changed.keepGrants) {
          void storedGrants.clear().catch((error: unknown) => log.error('The stored grants could not be deleted.', error));
        }
      }),
    );

    const ports = new Lazy(async () => (await import('./host/editorPorts.ts')).editorPorts);
    const road = new LazyRoad(async () => {
      const [{ TenantRoad }, { prompts, progress }] = await Promise.all([import('./commands/parts/road/tenantRoad.ts'), ports.get()]);
      return new TenantRoad({
        ...{ store, directories, activity, texts, l10n, mention, runCommand, locale, prompts, progress },
        clock: systemClock,
        client: (id) => sessions.client(id),
        settings: () => settings,
        newId: () => crypto.randomUUID(),
        closing: this.#closing.signal,
        onFailure: (error) => log.error('Something went wrong beside a run of changes.', error),
        refreshDocuments: (id) => documents.refresh(id),
      });
    });
    const panels = new LazyPanels(async () => {
      const [{ openFrames }, { askUser, chooseCid }, commandDeps, { prompts, files, queryFiles }] = await Promise.all([
        import('./host/panelFrame.ts'),
        import('./commands/parts/targets.ts'),
        deps.get(),
        ports.get(),
      ]);
      return {
        ...{ store, sessions, directories, cylance, road, documents, texts, wording, runCommand, copy, mention, files, prompts, queryFiles },
        openFrame: openFrames({ extensionUri: context.extensionUri, log }),
        editorCommand: (id) => vscode.commands.executeCommand(id),
        chooseCid: (connection, title) => chooseCid(commandDeps, connection, title),
        chooseUser: (connection, title) => askUser(commandDeps, connection, title),
        myEmail: () => settings.myEmail,
      };
    });
    for (const viewType of panelTypes) this.#owned.add(restorePanels(viewType, log, () => panels.restorer(viewType)));
    this.#owned.add(registerTextEditor(queryEditor, log, () => panels.builder()));
    this.#owned.add(
      lazyRequests({ store, apiRequests, now: Date.now, onFailure: (error) => log.error('Something is missing in the editor of API requests.', error) }),
    );
    this.#owned.add(registerQueryLanguage(log));

    const showLog = (): void => channel.show();
    const deps = new Lazy(async (): Promise<CommandDeps> => {
      const [view, editorPorts] = await Promise.all([tenants.content(), ports.get()]);
      return {
        ...{ store, sessions, directories, view, documents, demo, l10n, texts, panels, road, activity, locale, mention, copy, showLog, storedGrants },
        ...editorPorts,
        apiRequests,
        tree: view.tree,
        cylance: { ...cylance, tree: view.cylanceTree },
        temporary: { refresh: async () => (await temporary.content()).refresh() },
        dormantAfterDays,
        newId: () => asConnectionId(crypto.randomUUID()),
        remembered: { filter: undefined },
      };
    });
    this.#owned.add(registerCommands(lazyCommands, () => deps.get(), commandEditor(log, showLog)));
    log.info('Activated.', { version });
    // After activation, which does no I/O; whoever is not told now is told by the view's badge.
    setImmediate(() => void tellInterruptedAtStart({ activity, deps: () => deps.get(), log, closing: this.#closing.signal }));
    const isTest = context.extensionMode === vscode.ExtensionMode.Test;
    return isTest ? { tenants, temporary, activity: activityTree, storedKeys: () => context.secrets.keys() } : undefined;
  }

  async deactivate(): Promise<void> {
    this.#closing.abort();
    this.#owned.dispose();
    await Promise.all(this.#endings.map((end) => end())).finally(() => this.#last.dispose());
  }
}

const extension = new FalconTenantAdmin();
export const activate = (context: vscode.ExtensionContext): Exports | undefined => extension.activate(context);
export const deactivate = (): Promise<void> => extension.deactivate();
