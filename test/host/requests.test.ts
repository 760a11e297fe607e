import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { Person, until } from './person.ts';
import { find } from './tenants.ts';

const run = (command: string, ...args: readonly unknown[]): Promise<unknown> => Promise.resolve(vscode.commands.executeCommand(command, ...args));

const looked = (): Promise<vscode.TextEditor> =>
  until('a request document', () => {
    const editor = vscode.window.activeTextEditor;
    return editor?.document.languageId === 'falcon-request' ? editor : undefined;
  });

/** Where a piece of the text begins. */
function placeOf(document: vscode.TextDocument, piece: string): vscode.Position {
  const at = document.getText().indexOf(piece);
  assert.ok(at >= 0, piece);
  return document.positionAt(at);
}

async function replace({ document }: vscode.TextEditor, piece: string, by: string): Promise<void> {
  const start = placeOf(document, piece);
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(start, start.translate(0, piece.length)), by);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

const lensOf = ({ document }: vscode.TextEditor, title: string): Promise<vscode.Command> =>
  until(`“${title}” above the request`, async () => {
    const lenses = (await run('vscode.executeCodeLensProvider', document.uri, 9)) as vscode.CodeLens[];
    return lenses.map(({ command }) => command).find((command) => command?.title === title);
  });

const problemsOf = ({ document }: vscode.TextEditor): string[] =>
  vscode.languages.getDiagnostics(document.uri).map(({ code, range }) => `${code as string} ${document.getText(range)}`);

/** The answer to the last request, beside the document. */
const answerOf = (operation: string): Promise<{ readonly column: vscode.ViewColumn | undefined; readonly shown: Readonly<Record<string, unknown>> }> =>
  until(`the answer to ${operation}`, () => {
    const editor = vscode.window.visibleTextEditors.find(({ document }) => document.uri.path.endsWith(`/${operation}.answer.json`));
    return editor && { column: editor.viewColumn, shown: JSON.parse(editor.document.getText()) as Readonly<Record<string, unknown>> };
  });

describe('API requests', () => {
  let person: Person;
  before(async () => {
    person = new Person();
    await run('falconAdmin.demo.open');
  });
  after(async () => {
    person.leaves();
    // Documents that were never saved would be asked about.
    for (const _ of vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs)) await run('workbench.action.revertAndCloseActiveEditor');
    for (const name of ['Demo Tenant', 'Demo Cylance']) await run('falconAdmin.connection.disconnect', (await find(name)).id);
  });

  it('begin in a document of their own, chosen from a list, that explains itself and is sent from a line above', async () => {
    const choosing = run('falconAdmin.operation.run');
    await person.chooses('queryUserV1');
    await choosing;
    const editor = await looked();
    assert.equal(editor.document.isUntitled, true);
    assert.match(editor.document.getText(), /"tenant": "Demo Tenant"/);
    await lensOf(editor, '$(play) Send to Demo Tenant');
    const id = placeOf(editor.document, '"queryUserV1"').translate(0, 3);
    const [hover] = (await run('vscode.executeHoverProvider', editor.document.uri, id)) as vscode.Hover[];
    const [told] = hover?.contents ?? [];
    assert.ok(told instanceof vscode.MarkdownString && !told.isTrusted && !told.supportHtml);
    assert.match(told.value, /List the uuids of users/);
  });

  it('are completed and checked as they are written', async () => {
    const editor = await looked();
    await replace(editor, '// "limit": 100', '"limit": 501');
    await until('a problem', () => (problemsOf(editor).includes('range 501') ? true : undefined));
    await replace(editor, '"limit": 501', '"limit": 3');
    await until('no problem', () => (problemsOf(editor).length === 0 ? true : undefined));
    const at = placeOf(editor.document, '// "offset"');
    const { items } = (await run('vscode.executeCompletionItemProvider', editor.document.uri, at)) as vscode.CompletionList;
    const labels = items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    assert.ok(labels.includes('filter') && labels.includes('sort') && !labels.includes('limit'), labels.join(', '));
    const operations = (await run(
      'vscode.executeCompletionItemProvider',
      editor.document.uri,
      placeOf(editor.document, '"queryUserV1"').translate(0, 1),
    )) as vscode.CompletionList;
    const deprecated = operations.items.find(({ label }) => label === 'GetRoles');
    assert.deepEqual(deprecated?.tags, [vscode.CompletionItemTag.Deprecated]);
  });

  it('have their filters and aggregate queries completed inside, and nothing offered behind the commas between', async () => {
    const texts = ['{ "operation": "queryUserV1", "query": { "filter": "\\u0075id:\'a\'+sta" },', '{ "operation": "aggregateUsersV1", "body": ['];
    const offered = await Promise.all(texts.map(async (content) => {
      const document = await vscode.workspace.openTextDocument({ language: 'falcon-request', content });
      const ask = async (piece: string, trigger: string): Promise<readonly vscode.CompletionItem[]> => {
        const at = placeOf(document, piece).translate(0, piece.length);
        return ((await run('vscode.executeCompletionItemProvider', document.uri, at, trigger)) as vscode.CompletionList).items;
      };
      return { document, ask };
    }));
    const [{ document, ask }, queries] = offered as [(typeof offered)[number], (typeof offered)[number]];
    const status = await until('the properties of users', async () => (await ask('+sta', '+')).find(({ label }) => label === 'status'));
    assert.deepEqual([status.insertText, document.getText(status.range as vscode.Range)], ['status:', 'sta']);
    // Words of the document are the editor's own offer.
    assert.deepEqual((await ask('},', ',')).filter(({ kind }) => kind !== vscode.CompletionItemKind.Text), []);
    const [query] = await queries.ask('[', '"');
    assert.ok(query?.insertText instanceof vscode.SnippetString);
  });

  it('are answered beside the document, which keeps the focus', async () => {
    const editor = await looked();
    const { command, arguments: args = [] } = await lensOf(editor, '$(play) Send to Demo Tenant');
    await run(command, ...(args as readonly unknown[]));
    const { column, shown } = await answerOf('queryUserV1');
    assert.equal(shown['status'], 200);
    assert.equal((shown['answer'] as { readonly resources: readonly unknown[] }).resources.length, 3);
    assert.notEqual(column, editor.viewColumn);
    assert.equal((await looked()).document.uri.toString(), editor.document.uri.toString());
  });

  it('are told what is wrong and not sent', async () => {
    await run('falconAdmin.operation.run', 'deleteUserV1');
    const editor = await looked();
    await until('a problem', () => (problemsOf(editor).includes('missing ""') ? true : undefined));
    const before = person.shown.length;
    await run('falconAdmin.operation.send');
    assert.match(person.shown.slice(before).join('\n'), /Nothing was sent: “user_uuid” is required/);
  });

  it('change a tenant only when it allows changes and the person wants it', async () => {
    await run('falconAdmin.operation.run', 'createUserV1');
    const editor = await looked();
    await replace(editor, '"uid": ""', '"uid": "by.hand@demo.test"');
    await run('falconAdmin.operation.send');
    assert.match(person.shown.at(-1) ?? '', /nothing was changed/);
    person.willPress('Allow Changes');
    await run('falconAdmin.connection.allowChanges', (await find('Demo Tenant')).id);
    person.willPress('Send');
    await run('falconAdmin.operation.send');
    const { shown } = await answerOf('createUserV1');
    assert.equal(shown['outcome'], 'done');
  });

  it('leave no problems behind when their document becomes one of another language', async () => {
    await run('falconAdmin.operation.run', 'deleteUserV1');
    const editor = await looked();
    await until('a problem', () => (problemsOf(editor).length > 0 ? true : undefined));
    await vscode.languages.setTextDocumentLanguage(editor.document, 'plaintext');
    await until('the problems to go', () => (problemsOf(editor).length === 0 ? true : undefined));
  });
});
