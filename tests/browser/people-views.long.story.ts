import { tellViews } from './people-views';

tellViews('en-US', '마루 열쇠');
