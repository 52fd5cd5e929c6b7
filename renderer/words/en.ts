import { about } from './en/about';
import { appearance } from './en/appearance';
import { bots } from './en/bots';
import { common } from './en/common';
import { composer } from './en/composer';
import { conversation } from './en/conversation';
import { desk } from './en/desk';
import { doctor } from './en/doctor';
import { elsewhere } from './en/elsewhere';
import { host } from './en/host';
import { inspector } from './en/inspector';
import { invite } from './en/invite';
import { joining } from './en/joining';
import { keys } from './en/keys';
import { lab } from './en/lab';
import { links } from './en/links';
import { lock } from './en/lock';
import { messages } from './en/messages';
import { near } from './en/near';
import { network } from './en/network';
import { notices } from './en/notices';
import { noticesSettings } from './en/notices-settings';
import { ownWindow } from './en/own-window';
import { panels } from './en/panels';
import { palette } from './en/palette';
import { people } from './en/people';
import { print } from './en/print';
import { problems } from './en/problems';
import { rooms } from './en/rooms';
import { servers } from './en/servers';
import { settings } from './en/settings';
import { spelling } from './en/spelling';
import { start } from './en/start';
import { status } from './en/status';
import { storage } from './en/storage';
import { trust } from './en/trust';
import { updates } from './en/updates';

export const en = {
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
};
