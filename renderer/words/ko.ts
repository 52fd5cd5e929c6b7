import { about } from './ko/about';
import { appearance } from './ko/appearance';
import { bots } from './ko/bots';
import { common } from './ko/common';
import { composer } from './ko/composer';
import { conversation } from './ko/conversation';
import { desk } from './ko/desk';
import { doctor } from './ko/doctor';
import { elsewhere } from './ko/elsewhere';
import { host } from './ko/host';
import { inspector } from './ko/inspector';
import { invite } from './ko/invite';
import { joining } from './ko/joining';
import { keys } from './ko/keys';
import { lab } from './ko/lab';
import { links } from './ko/links';
import { lock } from './ko/lock';
import { messages } from './ko/messages';
import { near } from './ko/near';
import { network } from './ko/network';
import { notices } from './ko/notices';
import { noticesSettings } from './ko/notices-settings';
import { ownWindow } from './ko/own-window';
import { panels } from './ko/panels';
import { palette } from './ko/palette';
import { people } from './ko/people';
import { print } from './ko/print';
import { problems } from './ko/problems';
import { rooms } from './ko/rooms';
import { servers } from './ko/servers';
import { settings } from './ko/settings';
import { spelling } from './ko/spelling';
import { start } from './ko/start';
import { status } from './ko/status';
import { storage } from './ko/storage';
import { trust } from './ko/trust';
import { updates } from './ko/updates';
import type { Words } from './words';

export const ko = {
  about,
  appearance,
  bots,
  common,
  composer,
  conversation,
  desk,
  doctor,
  elsewhere,
  host,
  inspector,
  invite,
  joining,
  keys,
  lab,
  links,
  lock,
  messages,
  near,
  network,
  notices,
  noticesSettings,
  ownWindow,
  panels,
  palette,
  people,
  print,
  problems,
  rooms,
  servers,
  settings,
  spelling,
  start,
  status,
  storage,
  trust,
  updates,
} satisfies Words;
