import { common } from './ko/common';
import { conversation } from './ko/conversation';
import { host } from './ko/host';
import { joining } from './ko/joining';
import { problems } from './ko/problems';
import { start } from './ko/start';
import type { Words } from './words';

export const ko = { common, conversation, host, joining, problems, start } satisfies Words;
