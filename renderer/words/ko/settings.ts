import type { Words } from '../words';

export const settings: Words['settings'] = {
  title: '설정',
  list: '설정할 것',
  sections: {
    profile: '나',
    updates: '업데이트',
    appearance: '화면',
  },
  renamed: '이제부터 이 이름으로 보여요.',
};
