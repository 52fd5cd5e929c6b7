import type { Words } from '../words';

export const desk: Words['desk'] = {
  closeToTray: '창을 닫아도 계속 켜 두기',
  closeToTrayHint:
    '트레이의 아이콘으로 다시 열 수 있어요. 트레이가 없는 시스템에서는 창을 닫으면 끝나고, 내 마루가 열려 있으면 먼저 물어봐요.',
  autostart: '컴퓨터에 로그인하면 시작하기',
  startHidden: '창 없이 시작하기',
  startHiddenHint: '새 메시지는 그대로 알려요. 트레이가 없으면 창은 작업 표시줄에서 기다려요.',
  reopenPorch: '시작할 때 내 마루 다시 열기',
  reopenPorchHint: '끝낼 때 열려 있었다면 다시 열어요. 그때 이 컴퓨터가 있는 네트워크의 사람들이 찾을 수 있어요.',
};
