import type { Words } from '../words';

export const status: Words['status'] = {
  connecting: '연결하는 중…',
  stranger: '아직 들어오지 않음',
  connected: '연결됨',
  reconnecting: '다시 연결하는 중…',
  offline: '연결 끊김',
};
