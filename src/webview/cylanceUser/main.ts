/** The page of a Cylance user. */
import type { CylanceUserRequests, CylanceUserState } from '../../protocol/cylanceUser.ts';
import { makeAnnouncer } from '../kit/announce.ts';
import { HostConnection } from '../kit/connection.ts';
import { registerControls } from '../kit/controls.ts';
import { pageTexts } from '../kit/startData.ts';
import { CylanceUserPage } from './cylanceUserPage.ts';

registerControls();
const root = document.querySelector('main') ?? document.body;
const connection: HostConnection<CylanceUserRequests, CylanceUserState> = new HostConnection((state) => page.show(state));
const page = new CylanceUserPage({ root, texts: pageTexts(), announcer: makeAnnouncer(), connection });
connection.start();
