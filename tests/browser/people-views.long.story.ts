import { test } from './household';
import { tellViews } from './people-views';

for (const locale of ['ko-KR', 'en-US'] as const) test.describe(locale, () => tellViews(locale, '마루 열쇠'));
