/** The page of a user. */
import type { EditState, UserRequests } from '../../protocol/user.ts';
import { makeAnnouncer } from '../kit/announce.ts';
import { HostConnection } from '../kit/connection.ts';
import { registerControls } from '../kit/controls.ts';
import { pageTexts } from '../kit/startData.ts';
import { EditPage } from './editPage.ts';

registerControls();
const root = document.querySelector('main') ?? document.body;
const connection: HostConnection<UserRequests, EditState> = new HostConnection((state) => page.show(state));
const page = new EditPage({ root, texts: pageTexts(), announcer: makeAnnouncer(), connection });
connection.start();
