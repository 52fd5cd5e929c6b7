import type { Words } from '../words';

export const appearance: Words['appearance'] = {
  themeHint: {
    system: '시스템 설정을 따르고, 바뀌면 함께 바뀌어요.',
    light: '따뜻한 종이에 먹으로 쓴 듯해요.',
    dark: '어두운 바탕에 밝은 글자예요.',
    contrast: '흑백에 모든 것에 테두리가 있어요. 밝고 어둡기는 시스템을 따라요.',
  },
  density: '줄 간격',
  densities: { comfortable: '넉넉하게', compact: '촘촘하게' },
  zoom: '크기',
  zoomOf: (percent) => `${percent}%`,
  smaller: '작게',
  larger: '크게',
  actual: '원래 크기',
  zoomKeys: (keys) => `${keys} 키로도 바꿀 수 있어요.`,
  zoomBrowser: '브라우저의 확대·축소도 따로 쓸 수 있어요.',
  still: '움직임 없애기',
  stillHint: '시스템에서 줄이지 않아도 미끄러지거나 흐려지지 않아요.',
};
