/** Loads a chunk of its own when it runs, as pages may. */
const { registerControls } = await import('../../../src/webview/kit/controls.ts');

registerControls();
const main = document.querySelector('main');
if (main) main.textContent = customElements.get('vscode-button') ? 'The chunk was loaded.' : 'The chunk is missing.';
