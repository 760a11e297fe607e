import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import './useFakeVscode.ts';
import type * as vscode from 'vscode';
import { TenantError } from '../../../src/core/errors.ts';
import { FieldError } from '../../../src/host/fieldError.ts';
import type { Log } from '../../../src/host/log.ts';
import type { LogFacts } from '../../../src/host/redaction.ts';
import { text } from '../../../src/protocol/checks.ts';
import { wireVersion as version } from '../../../src/protocol/wire.ts';

const { Uri, desk, FakePanel, l10n } = await import('./fakeVscode.ts');
const { openFrames } = await import('../../../src/host/panelFrame.ts');
const { restorePanels } = await import('../../../src/host/restorePanels.ts');

interface Requests {
  readonly echo: { readonly body: string; readonly answer: string };
  readonly wait: { readonly body: string; readonly answer: string };
}

const extensionUri = Uri.from({ scheme: 'file', path: '/ext' }) as unknown as vscode.Uri;

function setting() {
  const logged: string[] = [];
  const write = (message: string, facts?: LogFacts) => void logged.push(`${message} ${JSON.stringify(facts ?? {})}`);
  const log: Log = { debug: write, info: write, warn: write, error: (message) => write(message) };
  const signals: AbortSignal[] = [];
  const waits: PromiseWithResolvers<string>[] = [];
  const state = { shown: 1 };
  const closed: string[] = [];
  let echo = (body: string): string => body;
  const open = (restored?: InstanceType<typeof FakePanel>) =>
    openFrames({ extensionUri, log })<Requests, { readonly shown: number }>(
      {
        ...{ viewType: 'test.panel', page: 'test', title: 'Ada <b>' },
        checks: { echo: text(10), wait: text(10) },
        handlers: {
          echo: (body) => echo(body),
          wait: (_, signal) => {
            const wait = Promise.withResolvers<string>();
            waits.push(wait);
            signals.push(signal);
            return wait.promise;
          },
        },
        state: () => ({ ...state }),
        onClosed: () => void closed.push('closed'),
      },
      restored as unknown as vscode.WebviewPanel | undefined,
    );
  const frame = open();
  const panel = desk.panels.at(-1);
  assert.ok(panel);
  return { frame, panel, log, logged, signals, waits, state, closed, open, fail: (error: Error) => (echo = () => { throw error; }) };
}

/** Lets replies that are due be posted. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const ready = { version, kind: 'ready' };
const request = (id: number, name: string, body?: unknown) => ({ version, kind: 'request', id, name, body });

beforeEach(() => {
  desk.panels = [];
  desk.serializers.clear();
  l10n.bundle = undefined;
});

describe('the html of a panel', () => {
  test('has a policy that lets in its own script alone, and nothing that was given breaks out of it', () => {
    l10n.bundle = { Save: '</script><script>alert(1)</script>' };
    const { html, options } = setting().panel.webview;
    const policy = /Content-Security-Policy" content="([^"]+)"/.exec(html)?.[1]?.replaceAll('&#39;', "'");
    const nonce = /<script type="module" nonce="([\w-]{16,})" src="https:\/\/page\.test\/ext\/dist\/webview\/test\.js">/.exec(html)?.[1];
    assert.ok(nonce);
    const own = 'https://page.test';
    assert.equal(policy, `default-src 'none'; script-src 'nonce-${nonce}'; style-src ${own}; font-src ${own}; img-src ${own}`);
    assert.match(html, /<title>Ada &lt;b&gt;<\/title>/);
    assert.match(html, /<link rel="stylesheet" href="https:\/\/page\.test\/ext\/media\/page\.css">/);
    assert.equal(html.match(/<script/g)?.length, 2);
    assert.deepEqual(JSON.parse(/id="start">(.*)<\/script>/.exec(html)?.[1] ?? ''), { locale: 'en', texts: l10n.bundle });
    const { enableScripts, localResourceRoots } = options as { enableScripts: boolean; localResourceRoots: readonly { path: string }[] };
    assert.equal(enableScripts, true);
    assert.deepEqual(localResourceRoots.map(({ path }) => path), ['/ext/dist/webview', '/ext/media']);
  });

  test('has another nonce every time', () => {
    const [one, other] = [setting(), setting()].map(({ panel }) => /nonce="([^"]+)"/.exec(panel.webview.html)?.[1]);
    assert.notEqual(one, other);
  });
});

describe('the state', () => {
  test('is sent when the page speaks, and again when it has changed, once for all changes of a moment', async () => {
    const { frame, panel, state } = setting();
    frame.update();
    await settled();
    assert.deepEqual(panel.posted, []);
    panel.say(ready);
    state.shown = 2;
    frame.update();
    frame.update();
    await settled();
    assert.deepEqual(panel.posted, [
      { version, kind: 'state', revision: 1, body: { shown: 1 } },
      { version, kind: 'state', revision: 2, body: { shown: 2 } },
    ]);
  });

  test('waits while the panel is hidden, and is the newest when it is seen again', async () => {
    const { frame, panel, state } = setting();
    panel.say(ready);
    panel.setVisible(false);
    state.shown = 2;
    frame.update();
    await settled();
    assert.equal(panel.posted.length, 1);
    panel.setVisible(true);
    panel.say(ready);
    assert.deepEqual(panel.posted.slice(1), [{ version, kind: 'state', revision: 2, body: { shown: 2 } }]);
  });
});

describe('a request', () => {
  test('is answered with what its handler gives', async () => {
    const { panel } = setting();
    panel.say(request(1, 'echo', 'Ada'));
    await settled();
    assert.deepEqual(panel.posted, [{ version, kind: 'reply', id: 1, ok: true, body: 'Ada' }]);
  });

  test('with an unknown name or a bad body is refused, and its content is not written down', async () => {
    const { panel, logged } = setting();
    for (const [index, message] of [request(1, 'steal-secret'), request(2, 'toString'), request(3, 'echo', 'far too long a secret')].entries()) {
      panel.say(message);
      await settled();
      assert.equal((panel.posted[index] as { readonly ok: boolean }).ok, false);
    }
    assert.equal(logged.length, 3);
    assert.doesNotMatch(logged.join(), /secret|toString/);
  });

  test('that fails is answered with kind, advice and field', async () => {
    const { panel, fail, logged } = setting();
    const error = new TenantError({ kind: 'invalid', message: 'No.', nextStep: 'Try another.' });
    fail(new FieldError('email', error));
    panel.say(request(1, 'echo', 'a'));
    await settled();
    fail(new Error('/home/ada/secret.txt'));
    panel.say(request(2, 'echo', 'a'));
    await settled();
    assert.deepEqual(panel.posted, [
      { version, kind: 'reply', id: 1, ok: false, error: { kind: 'invalid', message: 'No. Try another.', field: 'email' } },
      { version, kind: 'reply', id: 2, ok: false, error: { kind: 'protocol', message: 'Something unexpected happened. The log has the details.' } },
    ]);
    assert.deepEqual(logged.length, 2);
  });

  test('that was cancelled on the way is answered so that the page is silent, and not logged', async () => {
    const { panel, fail, logged } = setting();
    fail(new TenantError({ kind: 'cancelled', message: 'Cancelled.' }));
    panel.say(request(1, 'echo', 'a'));
    await settled();
    assert.deepEqual(panel.posted, [{ version, kind: 'reply', id: 1, ok: false, error: { kind: 'cancelled', message: 'Cancelled.' } }]);
    assert.deepEqual(logged, []);
  });

  test('that the page gives up is aborted, and no answer follows', async () => {
    const { panel, signals, waits } = setting();
    panel.say(request(1, 'wait', 'a'));
    panel.say(request(2, 'wait', 'b'));
    panel.say({ version, kind: 'cancel', id: 1 });
    assert.deepEqual(signals.map(({ aborted }) => aborted), [true, false]);
    for (const wait of waits) wait.resolve('late');
    await settled();
    assert.deepEqual(panel.posted, [{ version, kind: 'reply', id: 2, ok: true, body: 'late' }]);
  });

  test('of a page that was loaded anew gets no answer of the page before', async () => {
    const { panel, signals, waits } = setting();
    panel.say(request(1, 'wait', 'a'));
    panel.say(ready);
    panel.say(request(1, 'wait', 'b'));
    waits[0]?.resolve('old');
    waits[1]?.resolve('new');
    await settled();
    assert.deepEqual(signals.map(({ aborted }) => aborted), [true, false]);
    assert.deepEqual(panel.posted.slice(1), [{ version, kind: 'reply', id: 1, ok: true, body: 'new' }]);
  });

  test('that is no message at all is not answered', async () => {
    const { panel, logged } = setting();
    for (const message of [undefined, 'ready', { kind: 'ready' }]) panel.say(message);
    await settled();
    assert.deepEqual(panel.posted, []);
    assert.equal(logged.length, 3);
  });
});

describe('closing', () => {
  test('aborts what runs, drops its answers, lets go of everything and says so once', async () => {
    const { frame, panel, signals, waits, closed } = setting();
    panel.say(ready);
    panel.say(request(1, 'wait', 'a'));
    panel.dispose();
    frame.dispose();
    frame.update();
    frame.reveal();
    frame.setTitle('Later');
    waits[0]?.resolve('late');
    await settled();
    assert.deepEqual([signals[0]?.aborted, panel.posted.length, panel.listening, panel.reveals, panel.title], [true, 1, 0, 0, 'Ada <b>']);
    assert.deepEqual(closed, ['closed']);
  });

  test('by its owner closes the panel', () => {
    const { frame, panel, closed } = setting();
    frame.dispose();
    assert.deepEqual([panel.disposed, closed], [true, ['closed']]);
  });
});

describe('after a restart', () => {
  test('a panel gets its page again, and no second one is opened', () => {
    const { open } = setting();
    const count = desk.panels.length;
    const restored = new FakePanel('test.panel', 'Old title');
    open(restored);
    restored.say(ready);
    assert.match(restored.webview.html, /dist\/webview\/test\.js/);
    assert.deepEqual([restored.posted.length, desk.panels.length], [1, count]);
  });

  test('the code of panels is loaded only when there is one to bring back; one that cannot be is closed', async () => {
    const { log, logged } = setting();
    const brought: unknown[] = [];
    let loads = 0;
    const registered = restorePanels('test.panel', log, async () => {
      loads += 1;
      if (loads > 1) throw new Error('gone');
      return (_panel, kept) => void brought.push(kept);
    });
    assert.equal(loads, 0);
    const serializer = desk.serializers.get('test.panel');
    const [good, bad] = [new FakePanel('test.panel', 'a'), new FakePanel('test.panel', 'b')];
    await serializer?.deserializeWebviewPanel(good, { view: 'edit' });
    await serializer?.deserializeWebviewPanel(bad, undefined);
    assert.deepEqual([brought, good.disposed, bad.disposed, logged.length], [[{ view: 'edit' }], false, true, 1]);
    registered.dispose();
    assert.equal(desk.serializers.size, 0);
  });
});
