import { commands, window } from 'vscode';

/** Connects the demo tenant and brings its tree to the front. */
export async function activate() {
  try {
    await commands.executeCommand('workbench.view.extension.falconAdmin');
    await commands.executeCommand('falconAdmin.demo.open');
    await commands.executeCommand('workbench.view.extension.falconAdmin');
  } catch (error) {
    void window.showErrorMessage(`The demo tenant could not be opened: ${String(error)}`);
  }
}
