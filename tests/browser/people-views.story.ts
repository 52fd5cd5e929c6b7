import { tellViews } from './people-views';

tellViews('ko-KR', '마루 열쇠');
