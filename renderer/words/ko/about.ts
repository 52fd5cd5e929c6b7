import type { Words } from '../words';

export const about: Words['about'] = {
  protocol: '프로토콜',
  browser: '브라우저',
  logs: '로그',
  logsLead:
    '도와줄 사람에게 건네는 파일이에요. 앱과 마루가 남긴 기록과 실행 환경이 들어 있어요. 토큰, 비밀번호, 초대, 지문, 이름은 지우고, 나눈 이야기는 처음부터 들어 있지 않아요.',
  logsLeadBrowser:
    '도와줄 사람에게 건네는 파일이에요. 이 페이지가 아는 연결 상태가 들어 있어요. 토큰, 비밀번호, 초대, 지문, 이름은 지우고, 나눈 이야기는 들어 있지 않아요.',
  addresses: '컴퓨터 주소도 넣기',
  addressesHint: '넣지 않으면 주소마다 번호로 바꿔요.',
  save: '로그 저장…',
  saved: '로그를 저장했어요.',
  notSaved: '그곳에 파일을 쓸 수 없었어요.',
  licences: '라이선스',
  licencesLead: (count) => `마루는 다른 분들이 만든 패키지 ${count}개로 만들었고, 각각 자기 라이선스를 따라요.`,
  noText: '패키지에 라이선스 본문이 없어요.',
  noLicences: '이 페이지에는 함께 들어 있지 않아요.',
};
