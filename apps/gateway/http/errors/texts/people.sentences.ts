import type { Sentences } from './in-languages.js';

/** People: what they sign in with, their sessions, roles and memberships; who was erased. */
export const OF_PEOPLE = {
  'The e-mail or the password is wrong': {
    zh: '电子邮件或密码错误',
    ja: 'メールアドレスまたはパスワードが違います',
    ko: '이메일 또는 비밀번호가 올바르지 않습니다',
  },
  'The password is wrong': { zh: '密码错误', ja: 'パスワードが違います', ko: '비밀번호가 올바르지 않습니다' },
  'Too many failed sign-ins': { zh: '登录失败次数过多', ja: 'サインインの失敗が多すぎます', ko: '로그인 실패가 너무 많습니다' },
  'Give a code of your authenticator app, or a recovery code, as well': {
    zh: '还需要验证器应用的验证码，或恢复码',
    ja: '認証アプリのコードか回復コードも入力してください',
    ko: '인증 앱의 코드 또는 복구 코드도 입력하세요',
  },
  'The code is wrong, or was used already': {
    zh: '验证码错误，或已使用过',
    ja: 'コードが違うか、すでに使われています',
    ko: '코드가 올바르지 않거나 이미 사용되었습니다',
  },
  'This was used already: wait for the next code, or begin anew': {
    zh: '已使用过：请等待下一个验证码，或重新开始',
    ja: 'すでに使われています。次のコードを待つか、最初からやり直してください',
    ko: '이미 사용되었습니다. 다음 코드를 기다리거나 다시 시작하세요',
  },
  'Show once more that it is you (POST /session/step-up): ten minutes after a sign-in this is asked for': {
    zh: '请再次确认身份（POST /session/step-up）：登录十分钟后需要确认',
    ja: '本人であることをもう一度示してください（POST /session/step-up）。サインインから十分が過ぎると求められます',
    ko: '본인임을 다시 확인하세요(POST /session/step-up). 로그인 후 10분이 지나면 확인을 요청합니다',
  },
  'A session (POST /session) is required': {
    zh: '需要会话（POST /session）',
    ja: 'セッション（POST /session）が必要です',
    ko: '세션(POST /session)이 필요합니다',
  },
  'An API key (Authorization: Bearer <key>, or x-api-key: <key>) or a session (POST /session) is required': {
    zh: '需要 API 密钥（Authorization: Bearer <key>，或 x-api-key: <key>）或会话（POST /session）',
    ja: 'API キー（Authorization: Bearer <key> または x-api-key: <key>）かセッション（POST /session）が必要です',
    ko: 'API 키(Authorization: Bearer <key> 또는 x-api-key: <key>) 또는 세션(POST /session)이 필요합니다',
  },
  'The admin token (Authorization: Bearer <token>) or a session (POST /session) is required': {
    zh: '需要管理令牌（Authorization: Bearer <token>）或会话（POST /session）',
    ja: '管理トークン（Authorization: Bearer <token>）かセッション（POST /session）が必要です',
    ko: '관리 토큰(Authorization: Bearer <token>) 또는 세션(POST /session)이 필요합니다',
  },
  'This is not the admin token': { zh: '这不是管理令牌', ja: '管理トークンではありません', ko: '관리 토큰이 아닙니다' },
  'The admin token is nobody: sign in (POST /session) to do this': {
    zh: '管理令牌不代表任何人：请登录（POST /session）后操作',
    ja: '管理トークンは誰でもありません。サインイン（POST /session）して行ってください',
    ko: '관리 토큰은 특정 인물이 아닙니다. 로그인(POST /session)한 뒤 진행하세요',
  },
  'This needs the permission {permission}: the role {role} has it not': {
    zh: '需要权限 {permission}：角色 {role} 没有此权限',
    ja: '権限 {permission} が必要です。役割 {role} にはありません',
    ko: '권한 {permission}이(가) 필요합니다. 역할 {role}에는 없습니다',
  },
  'This needs the permission {permission}: you have no role of the installation': {
    zh: '需要权限 {permission}：没有此安装的角色',
    ja: '権限 {permission} が必要です。このインストールの役割がありません',
    ko: '권한 {permission}이(가) 필요합니다. 이 설치의 역할이 없습니다',
  },
  'This gateway cannot follow the log, and does not know who was signed out elsewhere': {
    zh: '此网关无法跟上日志，不知道谁已在别处退出',
    ja: 'このゲートウェイはログに追従できず、他で誰がサインアウトしたか分かりません',
    ko: '이 게이트웨이는 로그를 따라가지 못해 다른 곳에서 누가 로그아웃했는지 알 수 없습니다',
  },
  'There is no such customer, or you are no member of it': {
    zh: '没有这个客户，或不是其成员',
    ja: 'その顧客はないか、メンバーではありません',
    ko: '해당 고객이 없거나 그 구성원이 아닙니다',
  },
  'You are signed in, and a member of no customer': {
    zh: '已登录，但不是任何客户的成员',
    ja: 'サインインしていますが、どの顧客のメンバーでもありません',
    ko: '로그인되어 있지만 어느 고객의 구성원도 아닙니다',
  },
  'You are a member of several customers: say which by {header}': {
    zh: '属于多个客户：请用 {header} 说明是哪一个',
    ja: '複数の顧客のメンバーです。どれかを {header} で指定してください',
    ko: '여러 고객의 구성원입니다. 어느 고객인지 {header}(으)로 지정하세요',
  },
  'A session is opened and used by pages of our own origin only: the one of TOKENOK_PUBLIC_URL, or an address of this gateway itself. A script sends Sec-Fetch-Site: same-origin':
    {
      zh: '会话只能由本站来源的页面打开和使用：TOKENOK_PUBLIC_URL 的来源，或本网关自身的地址。脚本请发送 Sec-Fetch-Site: same-origin',
      ja: 'セッションを開いて使えるのは自分のオリジンのページだけです：TOKENOK_PUBLIC_URL のもの、またはこのゲートウェイ自身のアドレス。スクリプトは Sec-Fetch-Site: same-origin を送ってください',
      ko: '세션은 자체 출처의 페이지에서만 열고 사용할 수 있습니다: TOKENOK_PUBLIC_URL의 출처 또는 이 게이트웨이 자체의 주소. 스크립트는 Sec-Fetch-Site: same-origin을 보내세요',
    },
  'The session has ended': { zh: '会话已结束', ja: 'セッションは終了しました', ko: '세션이 종료되었습니다' },
  'There is no such session of yours': { zh: '没有这个会话', ja: 'そのセッションはありません', ko: '해당 세션이 없습니다' },
  'current_password is not the password so far': {
    zh: 'current_password 不是目前的密码',
    ja: 'current_password が現在のパスワードと一致しません',
    ko: 'current_password가 현재 비밀번호와 다릅니다',
  },
  'The password was changed at the same moment': {
    zh: '密码在同一时刻已被更改',
    ja: '同じ時にパスワードが変更されました',
    ko: '같은 순간에 비밀번호가 변경되었습니다',
  },
  'A password was chosen already': { zh: '密码已设置', ja: 'パスワードは設定済みです', ko: '비밀번호가 이미 설정되었습니다' },
  'This link was used, has run out, or was replaced by a newer one': {
    zh: '此链接已使用、已过期，或已被新链接取代',
    ja: 'このリンクは使用済みか期限切れ、または新しいものに置き換えられています',
    ko: '이 링크는 사용되었거나 만료되었거나 새 링크로 대체되었습니다',
  },
  'One-time codes are on already: turn them off first': {
    zh: '一次性验证码已开启：请先关闭',
    ja: 'ワンタイムコードはすでに有効です。先に無効にしてください',
    ko: '일회용 코드가 이미 켜져 있습니다. 먼저 끄세요',
  },
  'Begin anew: another secret was made since': {
    zh: '请重新开始：之后又生成了新的密钥',
    ja: '最初からやり直してください。その後に別のシークレットが作られました',
    ko: '다시 시작하세요. 그 뒤에 다른 비밀 값이 만들어졌습니다',
  },
  'Recovery codes stand in for one-time codes: turn those on first': {
    zh: '恢复码用于代替一次性验证码：请先开启一次性验证码',
    ja: '回復コードはワンタイムコードの代わりです。先にワンタイムコードを有効にしてください',
    ko: '복구 코드는 일회용 코드를 대신합니다. 먼저 일회용 코드를 켜세요',
  },
  'This passkey is known already': { zh: '此通行密钥已登记', ja: 'このパスキーは登録済みです', ko: '이 패스키는 이미 등록되어 있습니다' },
  'There is no such passkey': { zh: '没有这个通行密钥', ja: 'そのパスキーはありません', ko: '해당 패스키가 없습니다' },
  'A person has {most} passkeys at most': {
    zh: '每人最多 {most} 个通行密钥',
    ja: 'パスキーは一人 {most} 個までです',
    ko: '패스키는 한 사람당 {most}개까지입니다',
  },
  'A customer has {most} people at most': {
    zh: '每个客户最多 {most} 人',
    ja: '顧客一つにつき {most} 人までです',
    ko: '고객 하나에 {most}명까지입니다',
  },
  'There is no such person': { zh: '没有这个人', ja: 'その人はいません', ko: '해당 인물이 없습니다' },
  'There is no such person here': { zh: '此处没有这个人', ja: 'ここにその人はいません', ko: '여기에 해당 인물이 없습니다' },
  'There is a person with this address already': {
    zh: '此地址已有人使用',
    ja: 'このアドレスはすでに使われています',
    ko: '이 주소는 이미 사용 중입니다',
  },
  'Somebody has to own it: make another person its owner first': {
    zh: '必须有一位所有者：请先指定另一人为所有者',
    ja: '所有者が必要です。先に別の人を所有者にしてください',
    ko: '소유자가 있어야 합니다. 먼저 다른 사람을 소유자로 지정하세요',
  },
  'The customer was erased, which is for good': {
    zh: '该客户已被永久删除',
    ja: 'この顧客は消去され、元に戻せません',
    ko: '이 고객은 영구히 삭제되었습니다',
  },
} as const satisfies Sentences;
