/** The page for making a user. */
import type { CreateState, CreateUserRequests } from '../../protocol/createUser.ts';
import { makeAnnouncer } from '../kit/announce.ts';
import { HostConnection } from '../kit/connection.ts';
import { registerControls } from '../kit/controls.ts';
import { pageTexts } from '../kit/startData.ts';
import { CreatePage } from './createPage.ts';

registerControls();
const root = document.querySelector('main') ?? document.body;
const connection: HostConnection<CreateUserRequests, CreateState> = new HostConnection((state) => page.show(state));
const page = new CreatePage({ root, texts: pageTexts(), announcer: makeAnnouncer(), connection });
connection.start();
