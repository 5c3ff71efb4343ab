import type { Words } from './letter.js';

export const KO: Words = {
  subject: {
    invitation: 'Tokenok 초대',
    reset: 'Tokenok 비밀번호 재설정',
    address: 'Tokenok 메일 주소 확인',
    sign_up: 'Tokenok 가입',
    known: 'Tokenok: 이미 계정이 있는 주소',
    changed: (what) => `Tokenok: ${what} 변경됨`,
  },
  invitedTo: (customer, role) => `이 주소가 "${customer}"에 ${role} 역할로 초대되었습니다.`,
  invitedToInstallation: (role) => `이 주소가 이 Tokenok에 ${role} 역할로 초대되었습니다.`,
  resetAsked: '이 주소의 비밀번호 재설정이 요청되었습니다. 2차 인증 수단은 그대로 유지됩니다.',
  addressGiven: '이 주소가 등록되었습니다. 확인한 뒤에 적용됩니다.',
  signUpAsked: '이 주소로 가입이 요청되었습니다.',
  known:
    '이 주소로 가입이 요청되었지만 이미 계정이 있습니다. 로그인하거나 비밀번호를 재설정하세요. 직접 요청한 것이 아니라면 조치가 필요 없습니다.',
  follow: '계속하려면 다음 링크를 여세요:',
  once: (until) => `링크는 한 번만 사용할 수 있으며 ${until}까지 유효합니다.`,
  notYou: '직접 요청한 것이 아니라면 조치가 필요 없습니다. 링크를 열지 않으면 아무것도 바뀌지 않습니다.',
  changedAt: (what, at) => `이 계정의 ${what} 항목이 ${at}에 변경되었습니다.`,
  othersEnded: '다른 세션은 모두 종료되었습니다.',
  notYourChange: '직접 변경한 것이 아니라면 바로 비밀번호를 재설정하고 관리자에게 알리세요.',
  factor: {
    password: '비밀번호',
    passkey: '패스키',
    totp: '2차 인증 수단',
    recovery_codes: '복구 코드',
    address: '메일 주소',
    reset: '비밀번호(메일 링크 사용)',
  },
  role: {
    owner: '소유자',
    developer: '개발자',
    finance: '재무',
    viewer: '조회자',
    operator: '운영자',
    support: '지원',
    auditor: '감사자',
  },
};
