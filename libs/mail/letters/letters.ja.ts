import type { Words } from './letter.js';

export const JA: Words = {
  subject: {
    invitation: 'Tokenok への招待',
    reset: 'Tokenok のパスワードの再設定',
    address: 'Tokenok のメールアドレスの確認',
    sign_up: 'Tokenok への登録',
    known: 'Tokenok：このアドレスは登録済みです',
    changed: (what) => `Tokenok：${what}が変更されました`,
  },
  invitedTo: (customer, role) => `このアドレスは「${customer}」に${role}として招待されています。`,
  invitedToInstallation: (role) => `このアドレスは、この Tokenok に${role}として招待されています。`,
  resetAsked: 'このアドレスのパスワードの再設定が求められました。第二要素は変わりません。',
  addressGiven: 'このアドレスが登録されました。確認後に有効になります。',
  signUpAsked: 'このアドレスでの登録が求められました。',
  known:
    'このアドレスでの登録が求められましたが、すでにアカウントがあります。サインインするか、パスワードを再設定してください。心当たりがない場合、操作は不要です。',
  follow: '続けるには、次のリンクを開いてください：',
  once: (until) => `リンクは一度だけ使えます。期限は ${until} です。`,
  notYou: '心当たりがない場合、操作は不要です。リンクを開かなければ何も変わりません。',
  changedAt: (what, at) => `このアカウントの${what}が ${at} に変更されました。`,
  othersEnded: 'ほかのセッションはすべて終了しました。',
  notYourChange: '心当たりがない場合は、すぐにパスワードを再設定し、管理者に知らせてください。',
  factor: {
    password: 'パスワード',
    passkey: 'パスキー',
    totp: '第二要素',
    recovery_codes: 'リカバリーコード',
    address: 'メールアドレス',
    reset: 'パスワード（メールのリンクによる）',
  },
  role: {
    owner: 'オーナー',
    developer: '開発者',
    finance: '経理',
    viewer: '閲覧者',
    operator: '運用者',
    support: 'サポート',
    auditor: '監査人',
  },
};
