import { common } from './en/common';
import { conversation } from './en/conversation';
import { doctor } from './en/doctor';
import { elsewhere } from './en/elsewhere';
import { host } from './en/host';
import { invite } from './en/invite';
import { joining } from './en/joining';
import { links } from './en/links';
import { messages } from './en/messages';
import { near } from './en/near';
import { panels } from './en/panels';
import { people } from './en/people';
import { problems } from './en/problems';
import { rooms } from './en/rooms';
import { start } from './en/start';
import { status } from './en/status';
import { trust } from './en/trust';

export const en = {
  common,
  conversation,
  doctor,
  elsewhere,
  host,
  invite,
  joining,
  links,
  messages,
  near,
  panels,
  people,
  problems,
  rooms,
  start,
  status,
  trust,
};
