import type { Sentences } from './in-languages.js';

/** How people come in: invitations, links, signing up; and what they show beside a password. */
export const OF_INVITATIONS = {
  'There is no such invitation': {
    zh: '没有这个邀请',
    ja: 'その招待はありません',
    ko: '해당 초대가 없습니다',
  },
  'This address is invited already: withdraw that invitation first': {
    zh: '此地址已被邀请：请先撤回该邀请',
    ja: 'このアドレスはすでに招待されています。先にその招待を取り消してください',
    ko: '이 주소는 이미 초대되었습니다. 먼저 그 초대를 철회하세요',
  },
  '{most} invitations are open already: withdraw some': {
    zh: '已有 {most} 个未处理的邀请：请撤回一些',
    ja: 'すでに {most} 件の招待が開いています。いくつか取り消してください',
    ko: '이미 {most}개의 초대가 열려 있습니다. 일부를 철회하세요',
  },
  'This invitation was used or withdrawn, has run out, or whoever wrote it may invite no more': {
    zh: '此邀请已使用、已撤回或已过期，或邀请人不再有权邀请',
    ja: 'この招待は使用済み、取り消し済み、または期限切れか、招待した人にもう招待の権限がありません',
    ko: '이 초대는 사용되었거나 철회되었거나 만료되었거나, 초대한 사람에게 더 이상 초대 권한이 없습니다',
  },
  'Nobody grants or takes more than their own role has': {
    zh: '任何人都不能授予或收回超出自身角色的权限',
    ja: '自分の役割が持つ以上の権限は、与えることも取り上げることもできません',
    ko: '자신의 역할이 가진 것보다 많은 권한은 주거나 거둘 수 없습니다',
  },
  'Whoever has this address is here already: change the role instead': {
    zh: '此地址的人已在此处：请改为更改角色',
    ja: 'このアドレスの人はすでにここにいます。代わりに役割を変更してください',
    ko: '이 주소의 사람은 이미 여기에 있습니다. 대신 역할을 변경하세요',
  },
  'This address is not proven yet: only a link that is mailed there can do that': {
    zh: '此地址尚未验证：只有寄往该地址的链接才能验证',
    ja: 'このアドレスはまだ確認されていません。そこへ送られたリンクだけが確認できます',
    ko: '이 주소는 아직 확인되지 않았습니다. 그 주소로 보낸 링크로만 확인할 수 있습니다',
  },
  'You are signed in as somebody else: sign out first': {
    zh: '当前以其他人身份登录：请先退出',
    ja: '別の人としてサインインしています。先にサインアウトしてください',
    ko: '다른 사람으로 로그인되어 있습니다. 먼저 로그아웃하세요',
  },
  'Sign in as the person whom the invitation is for': {
    zh: '请以受邀人的身份登录',
    ja: '招待された本人としてサインインしてください',
    ko: '초대받은 사람으로 로그인하세요',
  },
  'password is required: the first one of a new person': {
    zh: '需要 password：新用户的第一个密码',
    ja: 'password が必要です：新しい人の最初のパスワードです',
    ko: 'password가 필요합니다: 새 사람의 첫 비밀번호입니다',
  },
  'Too many links were asked for': {
    zh: '请求链接的次数过多',
    ja: 'リンクの要求が多すぎます',
    ko: '링크 요청이 너무 많습니다',
  },
  'Nobody signs up here: an owner, or whoever runs it, invites': {
    zh: '此处不开放注册：由所有者或运营者邀请',
    ja: 'ここでは登録できません。所有者か運営者が招待します',
    ko: '여기서는 가입할 수 없습니다. 소유자나 운영자가 초대합니다',
  },
  'This address has an account: sign in, or reset the password': {
    zh: '此地址已有账户：请登录，或重置密码',
    ja: 'このアドレスにはアカウントがあります。サインインするか、パスワードを再設定してください',
    ko: '이 주소에는 계정이 있습니다. 로그인하거나 비밀번호를 재설정하세요',
  },
  'The code is not one of this secret, or is too old': {
    zh: '验证码与此密钥不符，或已过期',
    ja: 'コードがこのシークレットのものではないか、古すぎます',
    ko: '코드가 이 비밀 값의 것이 아니거나 너무 오래되었습니다',
  },
  'Begin first: POST /session/totp makes the secret': {
    zh: '请先开始：POST /session/totp 会生成密钥',
    ja: '先に始めてください：POST /session/totp がシークレットを作ります',
    ko: '먼저 시작하세요: POST /session/totp가 비밀 값을 만듭니다',
  },
  'This is not what a passkey of yours has signed for this, or it took longer than five minutes': {
    zh: '这不是已登记的通行密钥为此签署的内容，或已超过五分钟',
    ja: 'これは登録済みのパスキーがこのために署名したものではないか、五分を超えました',
    ko: '등록된 패스키가 이를 위해 서명한 것이 아니거나 5분을 넘겼습니다',
  },
  'Passkeys need a name over TLS (TOKENOK_PUBLIC_URL), or a page that stands at http://localhost': {
    zh: '通行密钥需要 TLS 上的域名（TOKENOK_PUBLIC_URL），或位于 http://localhost 的页面',
    ja: 'パスキーには TLS 上の名前（TOKENOK_PUBLIC_URL）か、http://localhost にあるページが必要です',
    ko: '패스키에는 TLS 위의 이름(TOKENOK_PUBLIC_URL) 또는 http://localhost에 있는 페이지가 필요합니다',
  },
} as const satisfies Sentences;
