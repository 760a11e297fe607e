/** Lets the files of `host` that need the editor load in plain Node, with a stand-in for its API. */
import { registerHooks } from 'node:module';

const standIn = new URL('./fakeVscode.ts', import.meta.url).href;

registerHooks({
  resolve: (specifier, context, next) => (specifier === 'vscode' ? { url: standIn, shortCircuit: true } : next(specifier, context)),
});
