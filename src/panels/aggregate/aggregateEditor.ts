/** One builder: a file of queries in a panel of the editor. What it shows belongs to the file, which others may show as well. */
import type { WebviewPanel } from 'vscode';
import type { Frame } from '../../host/panelFrame.ts';
import { aggregateChecks } from '../../protocol/aggregate.ts';
import type { AggregateAction, AggregateRequests, AggregateState } from '../../protocol/aggregate.ts';
import type { Handlers } from '../../protocol/wire.ts';
import { aggregateViewType } from './deps.ts';
import type { AggregateDeps } from './deps.ts';
import type { QueryWork } from './queryWork.ts';

export interface EditorPlace {
  readonly work: QueryWork;
  readonly panel: WebviewPanel;
}

export class AggregateEditor {
  readonly #deps: AggregateDeps;
  readonly #work: QueryWork;
  readonly #frame: Frame;
  readonly #panel: WebviewPanel;

  constructor(deps: AggregateDeps, { work, panel }: EditorPlace) {
    this.#deps = deps;
    this.#work = work;
    this.#panel = panel;
    const following = work.onDidChange(() => this.#frame.update());
    this.#frame = deps.openFrame<AggregateRequests, AggregateState>(
      {
        ...{ viewType: aggregateViewType, page: 'aggregate', styles: ['aggregate'], title: work.text.document.name },
        checks: aggregateChecks,
        handlers: this.#handlers(),
        state: () => ({ ...work.state, isHeld: work.isHeldBy(this) }),
        onClosed: () => {
          following.dispose();
          work.hold(this, undefined);
        },
      },
      panel,
    );
  }

  #handlers(): Handlers<AggregateRequests> {
    const work = this.#work;
    return {
      edit: async ({ version, edits }) => {
        try {
          return await work.text.editSeen(version, edits);
        } finally {
          // A page whose edit was refused has to see why.
          work.changed();
        }
      },
      chooseTenant: ({ id }) => work.chooseTenant(id),
      chooseChart: ({ query, chart }) => work.chooseChart(query, chart),
      results: () => work.results,
      copyAs: ({ form }) => work.copyAs(form),
      export: ({ query, form, data }) => work.export(query, form, data),
      act: ({ action }) => this.#act(action),
      hold: async ({ where }) => work.hold(this, where),
    };
  }

  /** A page that is hidden does not stop the run: its results are there when it shows again. */
  async #act(action: AggregateAction): Promise<undefined> {
    const { queryFiles, runCommand, editorCommand } = this.#deps;
    switch (action) {
      case 'run':
        return this.#work.start();
      case 'cancel':
        this.#work.run.cancel();
        return undefined;
      case 'openText':
        await queryFiles.showText(this.#work.text.document.address);
        return undefined;
      case 'chooseCid':
        return this.#work.chooseCid();
      case 'clearCid':
        return this.#work.clearCid();
      case 'connect':
        await runCommand('falconAdmin.connection.connect');
        return undefined;
      case 'undo':
      case 'redo':
      case 'save':
        // The person may have gone to another editor meanwhile, which these would be about.
        if (this.#panel.active) await editorCommand(action === 'save' ? 'workbench.action.files.save' : action);
        return undefined;
    }
  }
}
