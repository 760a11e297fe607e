/** The page of a Cylance user: facts to read, and where else to look. */
import { render } from 'lit-html';
import type { CylanceUserAction, CylanceUserRequests, CylanceUserState, KeptCylanceUser } from '../../protocol/cylanceUser.ts';
import type { Announcer } from '../kit/announce.ts';
import { failureText, isCancelledRequest } from '../kit/connection.ts';
import type { HostConnection } from '../kit/connection.ts';
import { moveFocus } from '../kit/moveFocus.ts';
import type { PageTexts } from '../kit/startData.ts';
import { cylanceUserView } from './cylanceUserView.ts';

export interface CylanceUserPageParts {
  readonly root: HTMLElement;
  readonly texts: PageTexts;
  readonly announcer: Announcer;
  readonly connection: HostConnection<CylanceUserRequests, CylanceUserState>;
}

export class CylanceUserPage {
  readonly #parts: CylanceUserPageParts;
  #state: CylanceUserState | undefined;
  #status: { readonly text: string; readonly isFailure: boolean } | undefined;
  #showsAll = false;

  constructor(parts: CylanceUserPageParts) {
    this.#parts = parts;
  }

  show(state: CylanceUserState): void {
    this.#state = state;
    if (state.gone !== undefined) this.#status = undefined;
    const { connection, user } = state;
    this.#parts.connection.keep({ connection, user } satisfies KeptCylanceUser);
    this.#render();
  }

  #render(): void {
    const { root, texts } = this.#parts;
    if (!this.#state) return;
    const page = cylanceUserView({
      ...{ state: this.#state, texts, status: this.#status, showsAll: this.#showsAll },
      onAct: (action) => void this.#act(action),
      onShowAll: () => this.#showAll(),
    });
    render(page, root);
  }

  #showAll(): void {
    this.#showsAll = true;
    this.#render();
  }

  async #act(action: CylanceUserAction): Promise<void> {
    const { connection, texts } = this.#parts;
    try {
      await connection.request('act', { action });
      if (action === 'copyUuid') this.#say(texts.t('Copied the UUID.'));
      if (action === 'reread') this.#onReread();
    } catch (thrown) {
      if (!isCancelledRequest(thrown)) this.#say(failureText(thrown), true);
    }
    // The button that was pressed is gone, or was disabled for a while: both take the focus from it.
    if (action === 'reread' && document.activeElement === document.body) moveFocus('refresh');
  }

  /** The state that was read has come before the answer. */
  #onReread(): void {
    const { announcer, texts } = this.#parts;
    const problem = this.#state?.gone ?? this.#state?.failure;
    if (problem === undefined) return this.#say(texts.t('Read again.'));
    // Stands in a box above, which is not read out by itself.
    this.#status = undefined;
    announcer.say(problem, { urgent: true });
    this.#render();
  }

  #say(text: string, isFailure = false): void {
    this.#status = { text, isFailure };
    this.#parts.announcer.say(text, { urgent: isFailure });
    this.#render();
  }
}
