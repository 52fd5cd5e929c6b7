import { common } from './ko/common';
import { host } from './ko/host';
import { joining } from './ko/joining';
import { problems } from './ko/problems';
import { start } from './ko/start';
import type { Words } from './words';

export const ko = { common, host, joining, problems, start } satisfies Words;
