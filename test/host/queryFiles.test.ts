/** Files of aggregate queries in the real editor: the builder, the text beside it, undo, saving, and the list of problems. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { readQueryFile } from '../../src/core/aggregates/readQueryFile.ts';
import { queryDocument } from '../../src/host/queryFiles.ts';
import { queryEditor, queryLanguage } from '../../src/host/queryKind.ts';
import { Person, until } from './person.ts';

const run = (command: string, ...args: readonly unknown[]): Promise<unknown> => Promise.resolve(vscode.commands.executeCommand(command, ...args));

interface Tab {
  readonly uri: string;
  readonly editor: 'builder' | 'text';
}

function tabOf({ input }: vscode.Tab): Tab | undefined {
  if (input instanceof vscode.TabInputCustom && input.viewType === queryEditor) return { uri: input.uri.toString(), editor: 'builder' };
  return input instanceof vscode.TabInputText ? { uri: input.uri.toString(), editor: 'text' } : undefined;
}

const tabs = (): Tab[] => vscode.window.tabGroups.all.flatMap((group) => group.tabs.flatMap((tab) => tabOf(tab) ?? []));
const front = (): Tab | undefined => {
  const tab = vscode.window.tabGroups.activeTabGroup.activeTab;
  return tab && tabOf(tab);
};
const inFront = (uri: vscode.Uri, editor: Tab['editor']): Promise<true> =>
  until(`${uri.toString()} as ${editor}`, () => (front()?.uri === uri.toString() && front()?.editor === editor ? true : undefined));

const problemsOf = (uri: vscode.Uri): vscode.Diagnostic[] => vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'Falcon');
const documentOf = (uri: vscode.Uri): vscode.TextDocument =>
  vscode.workspace.textDocuments.find((one) => one.uri.toString() === uri.toString()) ?? assert.fail(`${uri.toString()} is not open`);

function place(name: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? assert.fail('there is no folder');
  return vscode.Uri.joinPath(folder, name);
}

async function write(name: string, text: string): Promise<vscode.Uri> {
  const uri = place(name);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  return uri;
}

const text = '[\n  { "name": "by status",  "type": "terms", "field": "status", "size": 10 }\n]\n';

describe('Files of aggregate queries', () => {
  let person: Person;
  before(() => {
    person = new Person();
  });
  after(() => person.leaves());
  afterEach(async () => {
    // Unsaved ones would ask.
    for (const document of vscode.workspace.textDocuments) if (document.isDirty) await run('workbench.action.files.revert');
    await run('workbench.action.closeAllEditors');
  });

  it('open in the builder, which asks for no change of what is in them', async () => {
    const uri = await write('open.falcon-aggregate.json', text);
    await run('vscode.open', uri);
    await inFront(uri, 'builder');
    const document = documentOf(uri);
    assert.deepEqual([document.languageId, document.isDirty, document.getText()], [queryLanguage, false, text]);
  });

  it('show as text beside the builder, each of them once', async () => {
    const uri = await write('beside.falcon-aggregate.json', text);
    await run('vscode.open', uri);
    await inFront(uri, 'builder');
    await run('falconAdmin.aggregate.openText', uri);
    await inFront(uri, 'text');
    await run('falconAdmin.aggregate.openBuilder');
    await inFront(uri, 'builder');
    await run('falconAdmin.aggregate.openText');
    await inFront(uri, 'text');
    assert.deepEqual(tabs().filter((tab) => tab.uri === uri.toString()).map(({ editor }) => editor).sort(), ['builder', 'text']);
  });

  it('are changed in one step of undo, which the builder takes back', async () => {
    const uri = await write('undo.falcon-aggregate.json', text);
    await run('vscode.open', uri);
    await inFront(uri, 'builder');
    const document = await queryDocument(documentOf(uri));
    assert.deepEqual([document.name, document.isReadOnly], ['undo.falcon-aggregate.json', false]);
    const [size, name] = [text.indexOf('10'), text.indexOf('by status')];
    assert.ok(await document.change([{ offset: name, length: 9, text: 'status' }, { offset: size, length: 2, text: '25' }]));
    assert.equal(document.getText(), text.replace('10', '25').replace('by status', 'status'));
    assert.ok(documentOf(uri).isDirty);
    await run('undo');
    await until('the text of before', () => (document.getText() === text ? true : undefined));
    await run('redo');
    await until('the change again', () => (document.getText().includes('25') ? true : undefined));
  });

  it('tell their mistakes in the list of problems, as text and in the builder, until they are closed', async () => {
    // To the JSON language a filter is any text.
    const uri = await write('wrong.falcon-aggregate.json', text.replace('"size": 10', '"filter": "status:+"'));
    await run('vscode.open', uri);
    const [problem] = await until('a problem', () => (problemsOf(uri).length > 0 ? problemsOf(uri) : undefined));
    assert.ok(problem);
    assert.equal(problem.severity, vscode.DiagnosticSeverity.Error);
    assert.equal(problem.range.start.line, 1);
    assert.ok(problem.range.start.character > text.indexOf('"size"') - text.indexOf('\n'));
    const edit = new vscode.WorkspaceEdit();
    const filter = documentOf(uri).getText().indexOf('status:+');
    edit.replace(uri, new vscode.Range(documentOf(uri).positionAt(filter), documentOf(uri).positionAt(filter + 8)), "status:'active'");
    await vscode.workspace.applyEdit(edit);
    await until('no problem', () => (problemsOf(uri).length === 0 ? true : undefined));
    await run('undo');
    await until('the problem again', () => (problemsOf(uri).length > 0 ? true : undefined));
    await run('workbench.action.files.revert');
    await run('workbench.action.closeAllEditors');
    await until('no problem of a closed file', () => (problemsOf(uri).length === 0 ? true : undefined));
  });

  it('list a mistake as the error that it is, though the JSON language warns of it as well', async () => {
    const uri = await write('twice.falcon-aggregate.json', text.replace('"terms"', '"term"'));
    await run('vscode.openWith', uri, 'default');
    await inFront(uri, 'text');
    const place = documentOf(uri).getText().indexOf('"term"');
    const marked = () => vscode.languages.getDiagnostics(uri).filter(({ range }) => documentOf(uri).offsetAt(range.start) === place);
    const [own] = await until('both marks', () => (marked().length === 2 ? marked().filter(({ source }) => source === 'Falcon') : undefined));
    assert.equal(own?.severity, vscode.DiagnosticSeverity.Error);
    assert.match(own?.message ?? '', /Did you mean "terms"/);
  });

  it('list a mistake once where the JSON language makes as much of it', async () => {
    const uri = await write('comma.falcon-aggregate.json', text.replace('"size": 10', '"size": 10,'));
    await run('vscode.openWith', uri, 'default');
    await inFront(uri, 'text');
    const errors = () => vscode.languages.getDiagnostics(uri).filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error);
    await until('the mark of the JSON language alone', () => (errors().length === 1 && errors()[0]?.source !== 'Falcon' ? true : undefined));
  });

  it('have completion from their schema as text', async () => {
    const uri = await write('complete.falcon-aggregate.json', '[\n  { "type": "" }\n]\n');
    await run('vscode.openWith', uri, 'default');
    await inFront(uri, 'text');
    const at = new vscode.Position(1, documentOf(uri).lineAt(1).text.indexOf('""') + 1);
    const labels = await until('completions', async () => {
      const list = await vscode.commands.executeCommand<vscode.CompletionList | undefined>('vscode.executeCompletionItemProvider', uri, at);
      const found = (list?.items ?? []).map(({ label }) => (typeof label === 'string' ? label : label.label));
      // Until the JSON language has begun there are only the words of the text.
      return found.some((label) => label.includes('date_histogram')) ? found : undefined;
    });
    for (const type of ['terms', 'cardinality', 'percentiles']) assert.ok(labels.some((label) => label.includes(type)), labels.join());
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', uri, new vscode.Position(1, 6));
    assert.ok(hovers.some(({ contents }) => contents.length > 0));
  });

  it('have completion of filters as text', async () => {
    const line = `  { "type": "terms", "field": "cid", "filter": "status:'active'+fac" }`;
    const uri = await write('filter.falcon-aggregate.json', `[\n${line}\n]\n`);
    await run('vscode.openWith', uri, 'default');
    await inFront(uri, 'text');
    const at = new vscode.Position(1, line.indexOf('fac"') + 3);
    const item = await until('a property', async () => {
      const list = await vscode.commands.executeCommand<vscode.CompletionList | undefined>('vscode.executeCompletionItemProvider', uri, at);
      return list?.items.find(({ label }) => label === 'factors');
    });
    assert.equal(item.insertText, 'factors:');
    assert.ok(item.range instanceof vscode.Range);
    assert.equal(documentOf(uri).getText(item.range), 'fac');
  });

  it('are made of a template, named after the tenant, unsaved in the folder, and keep their builder when they are saved', async () => {
    await run('falconAdmin.demo.open');
    const making = run('falconAdmin.aggregate.new');
    await person.chooses('Users by status');
    await making;
    const saved = place('users-by-status.falcon-aggregate.json');
    const untitled = saved.with({ scheme: 'untitled' });
    await inFront(untitled, 'builder');
    const document = documentOf(untitled);
    assert.deepEqual([document.isUntitled, document.isDirty, document.languageId], [true, true, queryLanguage]);
    assert.equal(readQueryFile(document.getText()).file?.tenant, 'Demo Tenant');
    await run('falconAdmin.aggregate.run');
    await run('workbench.action.files.save');
    await inFront(saved, 'builder');
    assert.equal(documentOf(saved).isDirty, false);
  });

  it('get a name of their own where the proposed one is taken', async () => {
    await write('users-by-second-factor.falcon-aggregate.json', text);
    const making = run('falconAdmin.aggregate.new');
    await person.chooses('Users by second factor');
    await making;
    await inFront(place('users-by-second-factor-2.falcon-aggregate.json').with({ scheme: 'untitled' }), 'builder');
  });
});
