import { common } from './en/common';
import { host } from './en/host';
import { joining } from './en/joining';
import { problems } from './en/problems';
import { start } from './en/start';

export const en = { common, host, joining, problems, start };
